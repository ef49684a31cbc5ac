ALTER TABLE etl_state.etl_pipeline        ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_run             ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_skipped_page    ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_rejected_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_action          ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_load            ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_shard           ENABLE ROW LEVEL SECURITY;
ALTER TABLE etl_state.etl_verification    ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON etl_state.etl_pipeline        USING (starts_with(name, current_user || '.'));
CREATE POLICY own ON etl_state.etl_run             USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_skipped_page    USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_rejected_record USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_action          USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_load            USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_shard           USING (starts_with(pipeline, current_user || '.'));
CREATE POLICY own ON etl_state.etl_verification    USING (starts_with(pipeline, current_user || '.'));
