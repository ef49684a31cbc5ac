WITH m AS (
MERGE INTO "public"."users" AS t
USING (SELECT * FROM pg_temp."etl_1" AS s WHERE NOT s."etl_deleted") AS s
ON t."id" OPERATOR(pg_catalog.=) s."id"
WHEN MATCHED
  AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record THEN UPDATE
  SET "name" = s."name"
WHEN NOT MATCHED THEN INSERT ("id", "name")
  VALUES (s."id", s."name")
RETURNING merge_action() AS etl_action)
SELECT pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'INSERT') AS inserted,
  pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'UPDATE') AS updated,
  false AS missed
FROM m;

WITH m AS (
MERGE INTO "public"."we""ird é" AS t
USING (SELECT * FROM "public"."etl_1" AS s WHERE NOT s."etl_deleted") AS s
ON t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
WHEN MATCHED
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")
  AND ROW(t."tenant", t."id", t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."tenant", s."id", s."etl_position", s."updated at")::pg_catalog.record THEN UPDATE
  SET "tenant" = s."tenant", "id" = s."id", "etl_position" = s."etl_position", "updated at" = s."updated at"
WHEN NOT MATCHED THEN INSERT ("tenant", "id", "etl_position", "updated at") OVERRIDING SYSTEM VALUE
  VALUES (s."tenant", s."id", s."etl_position", s."updated at")
RETURNING merge_action() AS etl_action)
SELECT pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'INSERT') AS inserted,
  pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'UPDATE') AS updated,
  false AS missed
FROM m;

WITH c AS MATERIALIZED (
SELECT s."id", s."name", pg_catalog.num_nulls(t."id") OPERATOR(pg_catalog.=) 1 AS "etl_deleted"
FROM pg_temp."etl_1" AS s
LEFT JOIN "public"."users" AS t ON t."id" OPERATOR(pg_catalog.=) s."id"
WHERE NOT s."etl_deleted"
  AND (pg_catalog.num_nulls(t."id") OPERATOR(pg_catalog.=) 1 OR (true
  AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record))),
i AS (
INSERT INTO "public"."users" AS t ("id", "name")
SELECT s."id", s."name"
FROM c AS s
WHERE s."etl_deleted"
RETURNING 1),
u AS (
UPDATE "public"."users" AS t
SET "name" = s."name"
FROM c AS s
WHERE NOT s."etl_deleted"
  AND t."id" OPERATOR(pg_catalog.=) s."id"
  AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record
RETURNING 1)
SELECT n.inserted, n.updated,
  (SELECT pg_catalog.count(*) FROM c) OPERATOR(pg_catalog.>)
    (n.inserted OPERATOR(pg_catalog.+) n.updated) AS missed
FROM (SELECT (SELECT pg_catalog.count(*) FROM i) AS inserted, (SELECT pg_catalog.count(*) FROM u) AS updated) AS n;

WITH c AS MATERIALIZED (
SELECT s."tenant", s."id", s."etl_position", s."updated at", pg_catalog.num_nulls(t."tenant") OPERATOR(pg_catalog.=) 1 AS "etl_deleted"
FROM "public"."etl_1" AS s
LEFT JOIN "public"."we""ird é" AS t ON t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
WHERE NOT s."etl_deleted"
  AND (pg_catalog.num_nulls(t."tenant") OPERATOR(pg_catalog.=) 1 OR (true
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")
  AND ROW(t."tenant", t."id", t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."tenant", s."id", s."etl_position", s."updated at")::pg_catalog.record))),
i AS (
INSERT INTO "public"."we""ird é" AS t ("tenant", "id", "etl_position", "updated at") OVERRIDING SYSTEM VALUE
SELECT s."tenant", s."id", s."etl_position", s."updated at"
FROM c AS s
WHERE s."etl_deleted"
RETURNING 1),
u AS (
UPDATE "public"."we""ird é" AS t
SET "tenant" = s."tenant", "id" = s."id", "etl_position" = s."etl_position", "updated at" = s."updated at"
FROM c AS s
WHERE NOT s."etl_deleted"
  AND t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")
  AND ROW(t."tenant", t."id", t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."tenant", s."id", s."etl_position", s."updated at")::pg_catalog.record
RETURNING 1)
SELECT n.inserted, n.updated,
  (SELECT pg_catalog.count(*) FROM c) OPERATOR(pg_catalog.>)
    (n.inserted OPERATOR(pg_catalog.+) n.updated) AS missed
FROM (SELECT (SELECT pg_catalog.count(*) FROM i) AS inserted, (SELECT pg_catalog.count(*) FROM u) AS updated) AS n;
