delete from {schema}.etl_rejected_record
where pipeline operator(pg_catalog.=) ?
  and id operator(pg_catalog.=) any (?)
