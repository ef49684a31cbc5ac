SELECT pg_catalog.hashtextextended(
    pg_catalog.concat_ws(
      ' ',
      (SELECT pg_catalog.string_agg(
         pg_catalog.concat_ws(' ', a.attname, a.atttypid, a.atttypmod, a.attcollation, a.attidentity, a.attgenerated),
         ',' ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute AS a
       WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped),
      c.relhasrules, c.relrowsecurity, c.relforcerowsecurity, c.relhassubclass, c.relchecks,
      (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', i.indexrelid, i.indisvalid, i.indimmediate), ',' ORDER BY i.indexrelid)
       FROM pg_catalog.pg_index AS i
       WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisunique),
      CASE WHEN c.relhasrules THEN (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', r.oid, r.ev_enabled), ',' ORDER BY r.oid)
        FROM pg_catalog.pg_rewrite AS r
        WHERE r.ev_class OPERATOR(pg_catalog.=) c.oid) END,
      CASE WHEN c.relhastriggers THEN (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', g.oid, g.tgenabled, g.tginitdeferred), ',' ORDER BY g.oid)
        FROM pg_catalog.pg_trigger AS g
        WHERE g.tgrelid OPERATOR(pg_catalog.=) c.oid) END),
    0),
  c.relpages::pg_catalog.int8 OPERATOR(pg_catalog.*) pg_catalog.current_setting('block_size')::pg_catalog.int8
FROM pg_catalog.pg_class AS c
