delete from {schema}.etl_skipped_page
where pipeline operator(pg_catalog.=) ?
  and id operator(pg_catalog.=) any (?)
