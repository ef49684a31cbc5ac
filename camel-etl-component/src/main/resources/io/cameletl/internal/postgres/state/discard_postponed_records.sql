-- Only where the position is forgotten: the rows that they come from are read again.
delete from {schema}.etl_rejected_record
where pipeline operator(pg_catalog.=) ?
  and postponed_at is not null
