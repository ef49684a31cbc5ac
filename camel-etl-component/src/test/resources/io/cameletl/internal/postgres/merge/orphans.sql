SELECT s."etl_position" AS etl_record, 0 AS etl_key
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."name" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" = s."name")
  AND s."etl_position" >= 0;

SELECT s."etl_position_1" AS etl_record, 0 AS etl_key
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."name" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" = s."name")
  AND NOT EXISTS (SELECT FROM "public"."we""ird é" AS t WHERE t."tenant" = s."tenant" AND t."id" = s."id" AND t."updated at" IS NOT NULL AND (s."updated at" >= t."updated at") IS NOT TRUE)
  AND s."etl_position_1" >= 0
UNION ALL
SELECT s."etl_position_1" AS etl_record, 1 AS etl_key
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."tenant" IS NOT NULL AND s."id" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" = s."tenant" AND p."name" = s."id")
  AND NOT EXISTS (SELECT FROM "public"."we""ird é" AS t WHERE t."tenant" = s."tenant" AND t."id" = s."id" AND t."updated at" IS NOT NULL AND (s."updated at" >= t."updated at") IS NOT TRUE)
  AND s."etl_position_1" >= 0;
