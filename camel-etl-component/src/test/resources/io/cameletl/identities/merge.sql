-- The merge of the Go original, by hand: children first where rows go, parents first where they come.
DELETE FROM credential_identifiers AS t
 USING ${staging.credential_identifiers} AS s
 WHERE t.id = s.id AND s._metadata ->> 'deleted_at' IS NOT NULL;

DELETE FROM credentials AS t
 USING ${staging.credentials} AS s
 WHERE t.id = s.id AND s._metadata ->> 'deleted_at' IS NOT NULL;

DELETE FROM identities AS t
 USING ${staging.identities} AS s
 WHERE t.id = s.id AND s._metadata ->> 'deleted_at' IS NOT NULL;

MERGE INTO identities AS t
USING ${staging.identities} AS s ON t.id = s.id
WHEN MATCHED AND s.updated_at > t.updated_at THEN
    UPDATE SET username = s.username, email = s.email, display_name = s.display_name, status = s.status,
               updated_at = s.updated_at
WHEN NOT MATCHED AND s._metadata ->> 'deleted_at' IS NULL THEN
    INSERT (id, username, email, display_name, status, created_at, updated_at)
    VALUES (s.id, s.username, s.email, s.display_name, s.status, s.created_at, s.updated_at);

MERGE INTO credentials AS t
USING ${staging.credentials} AS s ON t.id = s.id
WHEN MATCHED AND s.updated_at > t.updated_at THEN
    UPDATE SET type = s.type, value = s.value, is_active = s.is_active, expires_at = s.expires_at,
               updated_at = s.updated_at
WHEN NOT MATCHED AND s._metadata ->> 'deleted_at' IS NULL THEN
    INSERT (id, identity_id, type, value, is_active, expires_at, created_at, updated_at)
    VALUES (s.id, s.identity_id, s.type, s.value, s.is_active, s.expires_at, s.created_at, s.updated_at);

MERGE INTO credential_identifiers AS t
USING ${staging.credential_identifiers} AS s ON t.id = s.id
WHEN MATCHED AND s.updated_at > t.updated_at THEN
    UPDATE SET type = s.type, value = s.value, updated_at = s.updated_at
WHEN NOT MATCHED AND s._metadata ->> 'deleted_at' IS NULL THEN
    INSERT (id, credential_id, type, value, created_at, updated_at)
    VALUES (s.id, s.credential_id, s.type, s.value, s.created_at, s.updated_at);
