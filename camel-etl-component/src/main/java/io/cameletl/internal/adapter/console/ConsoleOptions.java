package io.cameletl.internal.adapter.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The component's options of the console.
 *
 * @param path where it is served
 * @param readOnly whether nobody can do anything at it
 * @param showRecords whether the beginnings of rejected records are shown
 * @param hosts the names it is known under, comma separated; null for any
 */
public record ConsoleOptions(String path, boolean readOnly, boolean showRecords, @Nullable String hosts) {
    /** @throws IllegalArgumentException when the path is none */
    public ConsoleOptions {
        requirePath(path);
    }

    /** @throws IllegalArgumentException when it is none to serve the console at */
    public static void requirePath(String path) {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("console=" + path
                    + " is no path to serve it at: write /etl, with a slash at its start and none at its end, of letters,"
                    + " digits and . _ ~ -");
        }
    }

    /** @return whether another's path, which may end with a pattern, is in the console's place */
    public static boolean isAt(String path, @Nullable String other) {
        return other != null
                && (other.startsWith(path + "/")
                        || other.replaceFirst("/?\\**$", "").equals(path));
    }

    Set<String> hostNames() {
        return hosts == null
                ? Set.of()
                : Arrays.stream(hosts.split(","))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
