CREATE TEMPORARY TABLE pg_temp."etl_1" AS
SELECT NULL::pg_catalog.int4 AS "etl_position", NULL::pg_catalog.bool AS "etl_deleted", t."id", t."name"
FROM "public"."users" AS t
WITH NO DATA;

CREATE UNLOGGED TABLE "public"."etl_1" AS
SELECT NULL::pg_catalog.int4 AS "etl_position_1", NULL::pg_catalog.bool AS "etl_deleted", t."tenant", t."id", t."etl_position", t."updated at", NULL::pg_catalog.jsonb AS "meta"
FROM "public"."we""ird é" AS t
WITH NO DATA;

ALTER TABLE "public"."etl_1" ALTER COLUMN "tenant" SET NOT NULL, ALTER COLUMN "id" SET NOT NULL;

ALTER TABLE "public"."etl_1" ALTER COLUMN "tenant" DROP NOT NULL, ALTER COLUMN "id" DROP NOT NULL;

COPY pg_temp."etl_1" ("id", "name") FROM STDIN;
