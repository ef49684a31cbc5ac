DELETE FROM "public"."users" AS t
USING pg_temp."etl_1" AS s
WHERE s."etl_deleted"
  AND t."id" OPERATOR(pg_catalog.=) s."id";

DELETE FROM "public"."we""ird é" AS t
USING "public"."etl_1" AS s
WHERE s."etl_deleted"
  AND t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")
  AND s."etl_position_1" OPERATOR(pg_catalog.<) 7;
