-- What waits for rows that it refers to is the business of runs.
delete from {schema}.etl_rejected_record
where pipeline operator(pg_catalog.=) ?
  and postponed_at is null
  and (cast(? as pg_catalog.bool) or id operator(pg_catalog.=) any (?))
