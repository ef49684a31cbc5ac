SELECT id, run_number, rejected_at, target_table, record_key, sql_state, reason, record
  FROM etl_state.etl_rejected_record
 WHERE pipeline = 'customers'
 ORDER BY id;
