delete from {schema}.etl_skipped_page
where pipeline operator(pg_catalog.=) ?
  and (cast(? as pg_catalog.bool) or id operator(pg_catalog.=) any (?))
