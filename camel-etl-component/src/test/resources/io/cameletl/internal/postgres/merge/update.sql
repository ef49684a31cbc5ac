UPDATE "public"."users" AS t
SET "name" = s."name"
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND t."id" OPERATOR(pg_catalog.=) s."id"
  AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record;

UPDATE "public"."we""ird é" AS t
SET "tenant" = s."tenant", "id" = s."id", "etl_position" = s."etl_position", "updated at" = s."updated at"
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")
  AND ROW(t."tenant", t."id", t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."tenant", s."id", s."etl_position", s."updated at")::pg_catalog.record
  AND s."etl_position_1" OPERATOR(pg_catalog.<) 7;
