package io.cameletl.internal.console.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the console is served.
 *
 * @param name the last part of the path that it is served at, to which who leaves out the slash is led; empty at the root
 * @param readOnly whether nobody can do anything
 * @param hosts the names it is known under, without ports; empty for any
 * @param challenge the value of {@code WWW-Authenticate} for who is to say who they are; null where the server does that
 * @param advice how users are made known to the server, in a sentence
 */
public record HttpSettings(
        String name, boolean readOnly, Set<String> hosts, @Nullable String challenge, String advice) {
    public HttpSettings {
        hosts = Set.copyOf(hosts);
    }
}
