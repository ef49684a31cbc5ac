select id, target_table, record_key, record, sql_state, reason
from {schema}.etl_rejected_record
where pipeline operator(pg_catalog.=) ?
  and postponed_at is null
  and id operator(pg_catalog.>) ?
order by id
limit ?
