package io.cameletl.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The one place that chooses the PostgreSQL server of the tests:
 *
 * <ol>
 *   <li>system property {@code etl.test.postgres}, a JDBC URL with {@code user} and {@code password}: that server
 *   <li>system property {@code etl.test.docker} is {@code true}: a container of the image in
 *       {@code etl.test.postgres.image}, default {@code postgres:18-alpine}
 *   <li>else the embedded binaries, from a Maven artifact; whether a Docker engine answers makes no difference
 * </ol>
 */
public final class PostgresServers {

    private PostgresServers() {}

    /**
     * The server that all tests of this JVM share, started at the first call and closed when the JVM ends. It runs
     * without fsync where it is ours, hence is for tests that never kill it.
     *
     * @throws IllegalStateException when no server can be started or reached
     */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /**
     * A fresh embedded server with fsync on, for one test to kill and restart; about three seconds. The caller closes
     * it; the end of the JVM does so at the latest.
     *
     * @throws IllegalStateException when it cannot be started
     */
    public static PostgresServer startKillable() {
        return KillableServer.start();
    }

    private static PostgresServer choose() {
        String external = System.getProperty("etl.test.postgres", "");
        if (!external.isBlank()) {
            return announced("-Detl.test.postgres", new ExternalServer(external));
        }
        if (Boolean.getBoolean("etl.test.docker")) {
            String image = System.getProperty("etl.test.postgres.image", "postgres:18-alpine");
            return announced("Docker image " + image, ContainerServer.start(image));
        }
        return announced("embedded binaries", EmbeddedServer.start());
    }

    private static PostgresServer announced(String origin, PostgresServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-postgres"));
        try (Connection connection = server.dataSource(server.adminDatabase()).getConnection();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("select version()")) {
            version.next();
            System.out.println("Tests run on " + version.getString(1) + ", from " + origin);
            return server;
        } catch (SQLException e) {
            throw new IllegalStateException("No PostgreSQL answers; it was chosen by: " + origin, e);
        }
    }

    private static final class Shared {
        static final PostgresServer SERVER = choose();
    }
}
