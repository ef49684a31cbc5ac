package io.cameletl.internal.console.alone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the console is started with.
 *
 * @param url of the state database
 * @param schema of the state tables; null for the first of the session's search path
 * @param bind the address to listen at
 * @param port to listen at; 0 for any
 * @param hosts names that it is known under besides those of this machine itself
 * @param users a file of users; null for none, and then it is read-only
 * @param write whether users may do something
 * @param showRecords whether the beginnings of records are shown
 */
record Arguments(
        String url,
        @Nullable String schema,
        String bind,
        int port,
        Set<String> hosts,
        @Nullable String users,
        boolean write,
        boolean showRecords) {
    static final String USAGE =
            """
            usage: java -cp ... io.cameletl.console.Console <jdbc url> [options]
              <jdbc url>       the state database, jdbc:postgresql://host/database; user and password are better given by the
                               environment, PGUSER and PGPASSWORD, or by ~/.pgpass
              --schema NAME    the schema of the state tables
              --port PORT      8080 unless given; 0 for any that is free
              --bind ADDRESS   127.0.0.1 unless given
              --host NAME      a name that it is known under, such as that of a proxy; may be given several times
              --users FILE     who may look, and who may do what: lines "name = role password", role view, operate or repair
              --write          users may do what their roles allow; read-only unless given
              --show-records   repairers see the beginnings of rejected records
            """;

    Arguments {
        hosts = Set.copyOf(hosts);
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong with them */
    static Arguments of(String... given) {
        String url = null;
        String schema = null;
        String bind = "127.0.0.1";
        int port = 8080;
        Set<String> hosts = new LinkedHashSet<>();
        String users = null;
        boolean write = false;
        boolean showRecords = false;
        List<String> left = new ArrayList<>(List.of(given));
        while (!left.isEmpty()) {
            String next = left.remove(0);
            switch (next) {
                case "--schema" -> schema = value(next, left);
                case "--port" -> port = port(value(next, left));
                case "--bind" -> bind = value(next, left);
                case "--host" -> hosts.add(value(next, left).toLowerCase(Locale.ROOT));
                case "--users" -> users = value(next, left);
                case "--write" -> write = true;
                case "--show-records" -> showRecords = true;
                default -> {
                    if (next.startsWith("-") || url != null) {
                        throw new IllegalArgumentException("unknown argument " + next);
                    }
                    url = next;
                }
            }
        }
        if (url == null || !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("name the state database, as jdbc:postgresql://host/database");
        }
        if (write && users == null) {
            throw new IllegalArgumentException(
                    "--write needs --users: nobody does anything without saying who they are");
        }
        return new Arguments(url, schema, bind, port, hosts, users, write, showRecords);
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.remove(0);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("--port is a number from 0 to 65535, not " + text);
    }
}
