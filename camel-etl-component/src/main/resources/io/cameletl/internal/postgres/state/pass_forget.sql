-- What was interrupted is never found the same again.
update {schema}.etl_verification
set setup = ''
where pipeline operator(pg_catalog.=) ?
  and ended_at is null
