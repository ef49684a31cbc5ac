package io.cameletl.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.TargetData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes legacy users with their creds into identities, credentials and credential identifiers. Thread-safe. */
public final class IdentityTransform {
    private static final ObjectReader CREDS = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .readerForListOf(UserCred.class);

    /**
     * @param users rows of {@code sql/users.sql}
     * @return the records of the three tables, parents first
     * @throws JsonProcessingException when a user's creds are not what the legacy database makes of them
     */
    public List<TargetData> toTables(List<Map<String, @Nullable Object>> users) throws JsonProcessingException {
        List<Identity> identities = new ArrayList<>();
        List<Credential> credentials = new ArrayList<>();
        List<CredentialIdentifier> identifiers = new ArrayList<>();
        for (Map<String, @Nullable Object> user : users) {
            Identity identity = identity(user);
            identities.add(identity);
            for (UserCred cred : creds(user)) {
                credentials.add(cred.credential(identity.deletedAt()));
                identifiers.add(cred.identifier(identity.deletedAt()));
            }
        }
        return List.of(
                new TargetData("identities", identities),
                new TargetData("credentials", credentials),
                new TargetData("credential_identifiers", identifiers));
    }

    private static Identity identity(Map<String, @Nullable Object> user) {
        return new Identity(
                text(user, "id"),
                text(user, "username"),
                text(user, "email"),
                text(user, "display_name"),
                text(user, "status"),
                (Instant) value(user, "created_at"),
                (Instant) value(user, "updated_at"),
                (Instant) user.get("deleted_at"));
    }

    private static List<UserCred> creds(Map<String, @Nullable Object> user) throws JsonProcessingException {
        return user.get("creds") instanceof String json ? CREDS.readValue(json) : List.of();
    }

    private static String text(Map<String, @Nullable Object> user, String column) {
        return value(user, column).toString();
    }

    private static Object value(Map<String, @Nullable Object> user, String column) {
        Object value = user.get(column);
        if (value == null) {
            throw new IllegalArgumentException("user " + user.get("id") + " has no " + column);
        }
        return value;
    }
}
