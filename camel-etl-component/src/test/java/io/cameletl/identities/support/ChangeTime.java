package io.cameletl.identities.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What says when a user, with its creds, has changed; the users' query names it {@code changed_at}. */
public enum ChangeTime {
    /** The user's {@code updated_at}, which the application moves whenever a cred changes. */
    CHEAP,
    /** The greatest of the user's and its creds' {@code updated_at} and {@code deleted_at}, by aggregate. */
    COSTLY;

    public String resource() {
        return "io/cameletl/identities/" + name().toLowerCase(Locale.ROOT);
    }

    /** The users with their creds, all of them. */
    public String query() {
        return sql(name().toLowerCase(Locale.ROOT));
    }

    /** @param name of a file next to this class's */
    public static String sql(String name) {
        try (var in = ChangeTime.class.getResourceAsStream("/io/cameletl/identities/" + name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
