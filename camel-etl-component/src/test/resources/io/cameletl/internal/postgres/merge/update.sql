UPDATE "public"."users" AS t
SET "name" = s."name"
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND t."id" = s."id"
  AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record;

UPDATE "public"."we""ird é" AS t
SET "etl_position" = s."etl_position", "updated at" = s."updated at"
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND t."tenant" = s."tenant" AND t."id" = s."id"
  AND (t."updated at" IS NULL OR s."updated at" >= t."updated at")
  AND ROW(t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."etl_position", s."updated at")::pg_catalog.record
  AND s."etl_position_1" < 7;
