-- In the order in which they came; of those read before a time, or of all.
select id, target_table, record_key, record, sql_state, reason
from {schema}.etl_rejected_record
where pipeline = ?
  and postponed_at is not null
  and (cast(? as timestamptz) is null or postponed_at < ?)
order by id
