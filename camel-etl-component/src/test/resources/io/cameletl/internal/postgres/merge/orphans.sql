SELECT s."etl_position" AS etl_record, 0 AS etl_key, NULL::pg_catalog.int4 AS etl_parent
FROM pg_temp."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."name" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" OPERATOR(pg_catalog.=) s."name"::pg_catalog.text)
  AND s."etl_position" OPERATOR(pg_catalog.>=) 0;

SELECT s."etl_position_1" AS etl_record, 0 AS etl_key, q."etl_position" AS etl_parent
FROM "public"."etl_1" AS s
LEFT JOIN pg_temp."etl_1" AS q ON NOT q."etl_deleted" AND q."id" OPERATOR(pg_catalog.=) s."name"::pg_catalog.text
WHERE NOT s."etl_deleted"
  AND s."name" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" OPERATOR(pg_catalog.=) s."name"::pg_catalog.text)
  AND NOT EXISTS (SELECT FROM "public"."we""ird é" AS t WHERE t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T" AND t."updated at" IS NOT NULL AND (s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v") IS NOT TRUE)
  AND s."etl_position_1" OPERATOR(pg_catalog.>=) 0
UNION ALL
SELECT s."etl_position_1" AS etl_record, 1 AS etl_key, NULL::pg_catalog.int4 AS etl_parent
FROM "public"."etl_1" AS s
WHERE NOT s."etl_deleted"
  AND s."tenant" IS NOT NULL AND s."id" IS NOT NULL
  AND NOT EXISTS (SELECT FROM "s"."parent" AS p WHERE p."id" OPERATOR(pg_catalog.=) s."tenant"::pg_catalog.text AND p."name" OPERATOR(pg_catalog.=) s."id"::pg_catalog.text)
  AND NOT EXISTS (SELECT FROM "public"."we""ird é" AS t WHERE t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T" AND t."updated at" IS NOT NULL AND (s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v") IS NOT TRUE)
  AND s."etl_position_1" OPERATOR(pg_catalog.>=) 0;
