update {schema}.etl_pipeline
set full_pass_at = pg_catalog.clock_timestamp()
where name operator(pg_catalog.=) ?
  and lease_owner operator(pg_catalog.=) ?
