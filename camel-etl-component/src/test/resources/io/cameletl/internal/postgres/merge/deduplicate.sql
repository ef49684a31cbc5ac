DELETE FROM pg_temp."etl_1" AS s
WHERE s.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(
  SELECT o.etl_row
  FROM (
    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
      PARTITION BY d."id"
      ORDER BY d."etl_position" DESC) AS etl_rank
    FROM pg_temp."etl_1" AS d
    JOIN (
      SELECT g."id" AS "id"
      FROM pg_temp."etl_1" AS g
      GROUP BY g."id"
      HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1) AS g ON d."id" OPERATOR(pg_catalog.=) g."id") AS o
  WHERE o.etl_rank OPERATOR(pg_catalog.>) 1));

WITH gone AS (
DELETE FROM "public"."etl_1" AS s
WHERE s.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(
  SELECT o.etl_row
  FROM (
    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
      PARTITION BY d."tenant" COLLATE "e"."c", d."id" COLLATE "e"."c"
      ORDER BY d."updated at" DESC NULLS LAST, d."etl_position_1" DESC) AS etl_rank
    FROM "public"."etl_1" AS d
    JOIN (
      SELECT g."tenant" COLLATE "e"."c" AS "tenant", g."id" COLLATE "e"."c" AS "id"
      FROM "public"."etl_1" AS g
      GROUP BY g."tenant" COLLATE "e"."c", g."id" COLLATE "e"."c"
      HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1) AS g ON d."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) g."tenant"::"e"."T" AND d."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) g."id"::"e"."T") AS o
  WHERE o.etl_rank OPERATOR(pg_catalog.>) 1))
RETURNING s."etl_position_1", s."tenant", s."id")
SELECT g."etl_position_1" AS etl_record, pg_catalog.max(k."etl_position_1") AS etl_other
FROM gone AS g
JOIN "public"."etl_1" AS k ON g."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) k."tenant"::"e"."T" AND g."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) k."id"::"e"."T" AND ROW(g."tenant", g."id")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(k."tenant", k."id")::pg_catalog.record
GROUP BY g."etl_position_1"
ORDER BY g."etl_position_1";

DELETE FROM pg_temp."etl_1" AS s
WHERE EXISTS (SELECT FROM pg_temp."etl_1" AS d WHERE d."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T" AND ((s."updated at" IS NULL OR d."updated at"::"e"."v" OPERATOR("e".>=) s."updated at"::"e"."v")) IS TRUE AND (((d."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) d."updated at"::"e"."v")) IS NOT TRUE OR d."etl_position" OPERATOR(pg_catalog.>) s."etl_position"));
