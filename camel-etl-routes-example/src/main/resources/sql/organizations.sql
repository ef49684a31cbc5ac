SELECT id, name, country, updated_at, deleted_at FROM organizations
