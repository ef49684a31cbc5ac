INSERT INTO "public"."users" AS t ("id", "name")
SELECT s."id", s."name"
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND NOT EXISTS (SELECT FROM "public"."users" AS t WHERE t."id" = s."id")
ON CONFLICT ("id") DO NOTHING;

INSERT INTO "public"."we""ird é" AS t ("tenant", "id", "etl_position", "updated at") OVERRIDING SYSTEM VALUE
SELECT s."tenant", s."id", s."etl_position", s."updated at"
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."etl_position_1" < 7
  AND NOT EXISTS (SELECT FROM "public"."we""ird é" AS t WHERE t."tenant" = s."tenant" AND t."id" = s."id")
ON CONFLICT ("tenant", "id") DO NOTHING;
