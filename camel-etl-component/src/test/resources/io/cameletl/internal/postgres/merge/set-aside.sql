CREATE INDEX "etl_index" ON "public"."etl_1" ("etl_position_1");

UPDATE pg_temp."etl_1" AS s SET "etl_position" = (-1) OPERATOR(pg_catalog.-) s."etl_position"
WHERE s."etl_position" OPERATOR(pg_catalog.=) ANY ('{3,5}'::pg_catalog.int4[]);

DELETE FROM pg_temp."etl_1" AS s
WHERE s."etl_deleted" AND s."etl_position" OPERATOR(pg_catalog.>=) 0;
UPDATE pg_temp."etl_1" AS s SET "etl_position" = (-1) OPERATOR(pg_catalog.-) s."etl_position"
WHERE s."etl_deleted";

DELETE FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted" AND s."etl_position_1" OPERATOR(pg_catalog.>=) 0;
UPDATE "public"."etl_1" AS s SET "etl_position_1" = (-1) OPERATOR(pg_catalog.-) s."etl_position_1"
WHERE NOT s."etl_deleted";

DELETE FROM "public"."users" AS t
USING pg_temp."etl_1" AS s
WHERE s."etl_deleted"
  AND t."id" OPERATOR(pg_catalog.=) s."id"
  AND s."etl_position" OPERATOR(pg_catalog.>=) 0;

DELETE FROM "public"."users" AS t
USING pg_temp."etl_1" AS s
WHERE s."etl_deleted"
  AND t."id" OPERATOR(pg_catalog.=) s."id"
  AND s."etl_position" OPERATOR(pg_catalog.>=) 3
  AND s."etl_position" OPERATOR(pg_catalog.<) 7;
