SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
  pg_catalog.min(s."etl_position") FILTER (WHERE r.own IS NULL) AS absent,
  pg_catalog.min(s."etl_position") FILTER (WHERE NOT r.settled) AS unwritten,
  pg_catalog.min(s."etl_position") FILTER (WHERE r.unlike) AS unlike
FROM (SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 AS xid) AS m
CROSS JOIN pg_temp."etl_1" AS s
CROSS JOIN LATERAL (
  SELECT pg_catalog.bool_or(x.own) AS own, pg_catalog.bool_and(x.own OR NOT x.due) AS settled,
    pg_catalog.bool_or(x.unlike) AS unlike
  FROM (
    SELECT CASE WHEN ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295) OPERATOR(pg_catalog.<) 2147483648 THEN pg_catalog.pg_xact_status((m.xid OPERATOR(pg_catalog.+) ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295))::pg_catalog.text::pg_catalog.xid8) OPERATOR(pg_catalog.=) 'in progress' ELSE false END AS own, (true AND ROW(t."name")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."name")::pg_catalog.record) IS TRUE AS due, (true AND false) IS TRUE AS unlike
    FROM "public"."users" AS t
    WHERE t."id" OPERATOR(pg_catalog.=) s."id") AS x) AS r
WHERE NOT s."etl_deleted";

SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
  pg_catalog.min(s."etl_position_1") FILTER (WHERE r.own IS NULL) AS absent,
  pg_catalog.min(s."etl_position_1") FILTER (WHERE NOT r.settled) AS unwritten,
  pg_catalog.min(s."etl_position_1") FILTER (WHERE r.unlike) AS unlike
FROM (SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 AS xid) AS m
CROSS JOIN "public"."etl_1" AS s
CROSS JOIN LATERAL (
  SELECT pg_catalog.bool_or(x.own) AS own, pg_catalog.bool_and(x.own OR NOT x.due) AS settled,
    pg_catalog.bool_or(x.unlike) AS unlike
  FROM (
    SELECT CASE WHEN ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295) OPERATOR(pg_catalog.<) 2147483648 THEN pg_catalog.pg_xact_status((m.xid OPERATOR(pg_catalog.+) ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295))::pg_catalog.text::pg_catalog.xid8) OPERATOR(pg_catalog.=) 'in progress' ELSE false END AS own, (true
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v") AND ROW(t."tenant", t."id", t."etl_position", t."updated at")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."tenant", s."id", s."etl_position", s."updated at")::pg_catalog.record) IS TRUE AS due, (true
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v") AND ROW(t."etl_position")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(s."etl_position")::pg_catalog.record) IS TRUE AS unlike
    FROM "public"."we""ird é" AS t
    WHERE t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T") AS x) AS r
WHERE NOT s."etl_deleted"
  AND s."etl_position_1" OPERATOR(pg_catalog.<) 7;

SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
  pg_catalog.min(s."etl_position") FILTER (WHERE NOT r.own) AS unwritten
FROM (SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 AS xid) AS m
CROSS JOIN pg_temp."etl_1" AS s
CROSS JOIN LATERAL (
  SELECT pg_catalog.bool_and(x.own) AS own
  FROM (
    SELECT CASE WHEN ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295) OPERATOR(pg_catalog.<) 2147483648 THEN pg_catalog.pg_xact_status((m.xid OPERATOR(pg_catalog.+) ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295))::pg_catalog.text::pg_catalog.xid8) OPERATOR(pg_catalog.=) 'in progress' ELSE false END AS own
    FROM "public"."users" AS t
    WHERE t."id" OPERATOR(pg_catalog.=) s."id") AS x) AS r
WHERE s."etl_deleted"
  AND s."etl_position" OPERATOR(pg_catalog.>=) 0;

SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
  pg_catalog.min(s."etl_position_1") FILTER (WHERE NOT r.own) AS unwritten
FROM (SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 AS xid) AS m
CROSS JOIN "public"."etl_1" AS s
CROSS JOIN LATERAL (
  SELECT pg_catalog.bool_and(x.own) AS own
  FROM (
    SELECT CASE WHEN ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295) OPERATOR(pg_catalog.<) 2147483648 THEN pg_catalog.pg_xact_status((m.xid OPERATOR(pg_catalog.+) ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) OPERATOR(pg_catalog.&) 4294967295))::pg_catalog.text::pg_catalog.xid8) OPERATOR(pg_catalog.=) 'in progress' ELSE false END AS own
    FROM "public"."we""ird é" AS t
    WHERE t."tenant"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."tenant"::"e"."T" AND t."id"::"e"."T" COLLATE "e"."c" OPERATOR("e".=) s."id"::"e"."T"
  AND (t."updated at" IS NULL OR s."updated at"::"e"."v" OPERATOR("e".>=) t."updated at"::"e"."v")) AS x) AS r
WHERE s."etl_deleted";
