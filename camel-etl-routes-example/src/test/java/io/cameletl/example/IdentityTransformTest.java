package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.TargetData;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTransformTest {
    private static final Instant CHANGED = Instant.parse("2026-03-04T05:06:07.123456Z");
    private static final Instant DELETED = Instant.parse("2026-04-05T06:07:08Z");

    private final IdentityTransform transform = new IdentityTransform();

    @Test
    void a_user_becomes_an_identity_and_its_creds_credentials_and_identifiers() throws Exception {
        List<TargetData> tables = transform.toTables(List.of(user(null, cred("c1", "password", null))));

        assertThat(tables)
                .extracting(TargetData::table)
                .containsExactly("identities", "credentials", "credential_identifiers");
        assertThat(tables.get(0).records())
                .isEqualTo(List.of(
                        new Identity("u1", "alice", "alice@example.com", "Alice", "active", CHANGED, CHANGED, null)));
        assertThat(tables.get(1).records())
                .isEqualTo(List.of(
                        new Credential("c1", "u1", "password", "secret", true, DELETED, CHANGED, CHANGED, null)));
        assertThat(tables.get(2).records())
                .isEqualTo(List.of(new CredentialIdentifier(
                        "c1_identifier", "c1", "email", "alice@example.com", CHANGED, CHANGED, null)));
    }

    @Test
    void the_kind_of_a_cred_names_the_kind_of_its_identifier() throws Exception {
        String creds = String.join(
                ",",
                cred("c1", "password", null),
                cred("c2", "oauth", null),
                cred("c3", "api_key", null),
                cred("c4", "smoke_signal", null));

        List<?> identifiers =
                transform.toTables(List.of(user(null, creds))).get(2).records();

        assertThat(identifiers)
                .extracting(each -> ((CredentialIdentifier) each).type())
                .containsExactly("email", "oauth_provider", "api_key_name", "unknown");
    }

    @Test
    void a_deleted_cred_goes_along_with_the_time_of_its_deletion() throws Exception {
        List<TargetData> tables = transform.toTables(List.of(user(null, cred("c1", "oauth", DELETED))));

        assertThat(((Identity) tables.get(0).records().get(0)).deletedAt()).isNull();
        assertThat(((Credential) tables.get(1).records().get(0)).deletedAt()).isEqualTo(DELETED);
        assertThat(((CredentialIdentifier) tables.get(2).records().get(0)).deletedAt())
                .isEqualTo(DELETED);
    }

    @Test
    void a_deleted_user_takes_along_creds_that_are_not_deleted_themselves() throws Exception {
        List<TargetData> tables = transform.toTables(List.of(user(DELETED, cred("c1", "oauth", null))));

        assertThat(((Identity) tables.get(0).records().get(0)).deletedAt()).isEqualTo(DELETED);
        assertThat(((Credential) tables.get(1).records().get(0)).deletedAt()).isEqualTo(DELETED);
        assertThat(((CredentialIdentifier) tables.get(2).records().get(0)).deletedAt())
                .isEqualTo(DELETED);
    }

    @Test
    void a_user_without_creds_is_an_identity_alone() throws Exception {
        Map<String, Object> user = user(null, "");
        user.put("creds", null);

        assertThat(transform.toTables(List.of(user)))
                .extracting(data -> data.records().size())
                .containsExactly(1, 0, 0);
    }

    @Test
    void a_user_without_a_username_is_an_error_that_names_both() {
        Map<String, Object> user = user(null, "");
        user.put("username", null);

        assertThatThrownBy(() -> transform.toTables(List.of(user))).hasMessage("user u1 has no username");
    }

    private static Map<String, Object> user(Instant deletedAt, String creds) {
        Map<String, Object> user = new HashMap<>();
        user.put("id", "u1");
        user.put("username", "alice");
        user.put("email", "alice@example.com");
        user.put("display_name", "Alice");
        user.put("status", "active");
        user.put("created_at", CHANGED);
        user.put("updated_at", CHANGED);
        user.put("deleted_at", deletedAt);
        user.put("creds", "[" + creds + "]");
        return user;
    }

    private static String cred(String id, String type, Instant deletedAt) {
        return """
                {"id": "%s", "user_id": "u1", "cred_type": "%s", "identifier": "alice@example.com",
                 "cred_value": "secret", "is_active": true, "expires_at": "2026-04-05T11:37:08+05:30",
                 "created_at": "2026-03-04T05:06:07.123456+00:00", "updated_at": "2026-03-04T00:06:07.123456-05:00",
                 "deleted_at": %s}
                """
                .formatted(id, type, deletedAt == null ? "null" : "\"" + deletedAt + "\"");
    }
}
