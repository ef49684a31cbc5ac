DELETE FROM etl_state.etl_pipeline        WHERE name     = 'customers';
DELETE FROM etl_state.etl_run             WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_load            WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_shard           WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_action          WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_verification    WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_skipped_page    WHERE pipeline = 'customers';
DELETE FROM etl_state.etl_rejected_record WHERE pipeline = 'customers';
