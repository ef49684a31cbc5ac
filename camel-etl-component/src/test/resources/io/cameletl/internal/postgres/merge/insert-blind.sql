INSERT INTO "public"."users" AS t ("id", "name")
SELECT s."id", s."name"
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted";

INSERT INTO "public"."we""ird é" AS t ("tenant", "id", "etl_position", "updated at") OVERRIDING SYSTEM VALUE
SELECT s."tenant", s."id", s."etl_position", s."updated at"
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."etl_position_1" OPERATOR(pg_catalog.<) 7;
