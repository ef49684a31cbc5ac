SELECT id, name, country, updated_at FROM organizations WHERE deleted_at IS NULL
