package io.cameletl.identities.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user becomes an identity; each of its creds a credential, and an identifier of that. What is deleted goes along,
 * marked.
 */
public record IdentityTransform(Deletion deletion) implements Transform<Map<String, @Nullable Object>> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<TargetData> transform(List<Map<String, @Nullable Object>> users) throws JsonProcessingException {
        List<Map<String, @Nullable Object>> identities = new ArrayList<>();
        List<Map<String, @Nullable Object>> credentials = new ArrayList<>();
        List<Map<String, @Nullable Object>> identifiers = new ArrayList<>();
        for (Map<String, @Nullable Object> user : users) {
            identities.add(identity(user));
            if (user.get("creds") instanceof String creds) {
                for (JsonNode cred : JSON.readTree(creds)) {
                    credentials.add(credential(cred));
                    identifiers.add(identifier(cred));
                }
            }
        }
        return List.of(
                new TargetData("identities", identities),
                new TargetData("credentials", credentials),
                new TargetData("credential_identifiers", identifiers));
    }

    private Map<String, @Nullable Object> identity(Map<String, @Nullable Object> user) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        for (String column : List.of("id", "username", "email", "display_name", "status")) {
            identity.put(column, user.get(column));
        }
        identity.put("created_at", instant(user.get("created_at")));
        identity.put("updated_at", instant(user.get("updated_at")));
        deletion.mark(identity, instant(user.get("deleted_at")));
        return identity;
    }

    private Map<String, @Nullable Object> credential(JsonNode cred) {
        Map<String, @Nullable Object> credential = changed(cred);
        credential.put("id", cred.get("id").asText());
        credential.put("identity_id", cred.get("user_id").asText());
        credential.put("type", cred.get("cred_type").asText());
        credential.put("value", cred.get("cred_value").asText());
        credential.put("is_active", cred.get("is_active").asBoolean());
        credential.put("expires_at", instant(cred.get("expires_at").textValue()));
        return credential;
    }

    private Map<String, @Nullable Object> identifier(JsonNode cred) {
        Map<String, @Nullable Object> identifier = changed(cred);
        identifier.put("id", cred.get("id").asText() + "_identifier");
        identifier.put("credential_id", cred.get("id").asText());
        identifier.put("type", kind(cred.get("cred_type").asText()));
        identifier.put("value", cred.get("identifier").asText());
        return identifier;
    }

    private static String kind(String credType) {
        return switch (credType) {
            case "password" -> "email";
            case "oauth" -> "oauth_provider";
            case "api_key" -> "api_key_name";
            default -> "unknown";
        };
    }

    private Map<String, @Nullable Object> changed(JsonNode cred) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("created_at", instant(cred.get("created_at").textValue()));
        entry.put("updated_at", instant(cred.get("updated_at").textValue()));
        deletion.mark(entry, instant(cred.get("deleted_at").textValue()));
        return entry;
    }

    /** @param time as the query and {@code sql:} have it, or as it is in JSON */
    private static @Nullable Instant instant(@Nullable Object time) {
        return time instanceof String text ? OffsetDateTime.parse(text).toInstant() : (Instant) time;
    }
}
