package io.cameletl.example;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the demo's command line says, or its environment: {@code EXAMPLE_SOURCE_URL} stands for {@code example.source.url},
 * and the command line goes before it.
 *
 * @param users how many users the source is seeded with, when it has none: {@code example.users}, default 100,000
 * @param once whether to stop when source and target agree: {@code example.once}
 * @param changes how many changes of the source to make: 2,000 with {@code example.once}, else no end of them
 * @param patience how long {@code example.once} waits for the target to catch up: {@code example.timeoutSeconds}
 * @param seed of the random choice of changes: {@code example.seed}
 * @param source the legacy database; null for an embedded server
 * @param target the identity database; null for an embedded server
 */
record Settings(
        int users,
        boolean once,
        long changes,
        Duration patience,
        long seed,
        @Nullable Address source,
        @Nullable Address target) {

    /** A server that is there already: {@code example.source.url}, {@code .user} and {@code .password}. */
    record Address(String url, String user, String password) {
        /** @return host and database, without the URL's parameters, which may hold a password too */
        @Override
        public String toString() {
            return url.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
        }
    }

    Settings {
        if (users < 1) {
            throw new IllegalArgumentException("example.users must be at least 1, not " + users);
        }
    }

    /** @throws IllegalArgumentException naming the property whose value makes no sense */
    static Settings of(Properties commandLine, Map<String, String> environment) {
        Function<String, @Nullable String> properties = name -> commandLine.getProperty(
                name, environment.get(name.replace('.', '_').toUpperCase(Locale.ROOT)));
        boolean once = Boolean.parseBoolean(properties.apply("example.once"));
        return new Settings(
                number(properties, "example.users", 100_000, Integer::valueOf),
                once,
                once ? 2_000 : Long.MAX_VALUE,
                Duration.ofSeconds(number(properties, "example.timeoutSeconds", 600L, Long::valueOf)),
                number(properties, "example.seed", 42L, Long::valueOf),
                address(properties, "example.source"),
                address(properties, "example.target"));
    }

    private static @Nullable Address address(Function<String, @Nullable String> properties, String prefix) {
        String url = properties.apply(prefix + ".url");
        if (url == null) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    prefix + ".url must look like jdbc:postgresql://host:5432/database; another was given");
        }
        String user = properties.apply(prefix + ".user");
        String password = properties.apply(prefix + ".password");
        return new Address(url, user == null ? "postgres" : user, password == null ? "" : password);
    }

    private static <N> N number(
            Function<String, @Nullable String> properties, String name, N otherwise, Function<String, N> parse) {
        String text = properties.apply(name);
        try {
            return text == null ? otherwise : parse.apply(text.replace("_", "").replace(",", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "=" + text + " is no whole number", e);
        }
    }
}
