DELETE FROM pg_temp."etl_1" AS s
WHERE s.ctid = ANY (ARRAY(
  SELECT o.etl_row
  FROM (
    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
      PARTITION BY d."id"
      ORDER BY d."etl_position" DESC) AS etl_rank
    FROM pg_temp."etl_1" AS d
    WHERE (d."id") IN (
      SELECT g."id"
      FROM pg_temp."etl_1" AS g
      GROUP BY g."id"
      HAVING pg_catalog.count(*) > 1)) AS o
  WHERE o.etl_rank > 1));

DELETE FROM "public"."etl_1" AS s
WHERE s.ctid = ANY (ARRAY(
  SELECT o.etl_row
  FROM (
    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
      PARTITION BY d."tenant", d."id"
      ORDER BY d."updated at" DESC NULLS LAST, d."etl_position_1" DESC) AS etl_rank
    FROM "public"."etl_1" AS d
    WHERE (d."tenant", d."id") IN (
      SELECT g."tenant", g."id"
      FROM "public"."etl_1" AS g
      GROUP BY g."tenant", g."id"
      HAVING pg_catalog.count(*) > 1)) AS o
  WHERE o.etl_rank > 1));
