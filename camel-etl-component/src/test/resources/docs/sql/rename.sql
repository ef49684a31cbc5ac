UPDATE etl_state.etl_pipeline        SET name     = 'clients' WHERE name     = 'customers';
UPDATE etl_state.etl_run             SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_load            SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_shard           SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_action          SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_verification    SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_skipped_page    SET pipeline = 'clients' WHERE pipeline = 'customers';
UPDATE etl_state.etl_rejected_record SET pipeline = 'clients' WHERE pipeline = 'customers';
