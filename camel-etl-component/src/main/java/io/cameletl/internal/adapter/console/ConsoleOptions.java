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
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("console=" + path
                    + " is no path to serve it at: write /etl, with a slash at its start and none at its end, of letters,"
                    + " digits and . _ ~ -");
        }
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
