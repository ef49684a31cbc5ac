GRANT USAGE ON SCHEMA etl_state TO etl;
GRANT SELECT, INSERT, UPDATE ON etl_state.etl_pipeline TO etl;
GRANT SELECT, INSERT, UPDATE, DELETE ON etl_state.etl_load, etl_state.etl_shard, etl_state.etl_verification TO etl;
GRANT SELECT, INSERT, DELETE ON etl_state.etl_run, etl_state.etl_skipped_page, etl_state.etl_rejected_record,
    etl_state.etl_action TO etl;
GRANT UPDATE (postponed_at, rejected_at) ON etl_state.etl_rejected_record TO etl;
