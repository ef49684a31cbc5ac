package io.cameletl.internal.console.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of the console.
 *
 * @param method of HTTP, such as {@code GET}
 * @param path below the console's own, with a slash at its start; empty for the console's own path without one
 * @param query what follows the question mark, not decoded; null for none
 * @param headers by their names in whatever case
 * @param body empty for none
 * @param user the names that an authentication gave; empty for nobody
 * @param groups names of groups that the server says they are in: what they may do, but not who they are
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record Request(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        byte[] body,
        Set<String> user,
        Set<String> groups) {
    /** No form and no order is longer. */
    public static final int MAX_BODY = 64 * 1024;

    /** Of somebody whose groups the server does not know. */
    public Request(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            byte[] body,
            Set<String> user) {
        this(method, path, query, headers, body, user, Set.of());
    }

    public Request {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
        method = method.toUpperCase(Locale.ROOT);
        user = Set.copyOf(user);
        groups = Set.copyOf(groups);
    }

    /** @return the header's value; null where it is missing, or there are several, which no browser sends */
    @Nullable
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }

    boolean has(String name) {
        return !headers.getOrDefault(name, List.of()).isEmpty();
    }
}
