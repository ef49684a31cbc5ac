SELECT id, run_number, skipped_at, rows, after_cursor, end_cursor, reason
  FROM etl_state.etl_skipped_page
 WHERE pipeline = 'customers'
 ORDER BY id;
