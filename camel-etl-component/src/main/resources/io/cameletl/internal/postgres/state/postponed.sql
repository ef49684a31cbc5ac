-- In the order in which they came; of those read before a time, or of all.
select id, target_table, record_key, record, sql_state, reason, extract(epoch from postponed_at), waits_for
from {schema}.etl_rejected_record
where pipeline operator(pg_catalog.=) ?
  and postponed_at is not null
  and (cast(? as pg_catalog.timestamptz) is null or postponed_at operator(pg_catalog.<) ?)
order by id
