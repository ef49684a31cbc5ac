DELETE FROM "public"."users" AS t
USING pg_temp."etl_1" AS s
WHERE s."etl_deleted"
  AND t."id" = s."id";

DELETE FROM "public"."we""ird é" AS t
USING "public"."etl_1" AS s
WHERE s."etl_deleted"
  AND t."tenant" = s."tenant" AND t."id" = s."id"
  AND (t."updated at" IS NULL OR s."updated at" >= t."updated at")
  AND s."etl_position_1" < 7;
