update {schema}.etl_pipeline
set full_pass_at = pg_catalog.clock_timestamp()
where name operator(pg_catalog.=) ?
  and full_pass_at is null
