select id, target_table, record_key, record, sql_state, reason
from {schema}.etl_rejected_record
where pipeline = ?
  and postponed_at is null
  and id > ?
order by id
limit ?
