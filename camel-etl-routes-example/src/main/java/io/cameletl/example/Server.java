package io.cameletl.example;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server: one that is there already, or an embedded one that goes when it is closed. */
final class Server implements AutoCloseable {
    private final Settings.Address address;
    private final @Nullable EmbeddedPostgres embedded;

    private Server(Settings.Address address, @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /** @param existing null to start an embedded server */
    static Server start(Settings.@Nullable Address existing) throws IOException {
        return existing == null ? embedded() : new Server(existing, null);
    }

    private static Server embedded() throws IOException {
        try {
            return launched();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "no PostgreSQL server came along for this machine; name two that are there already, by"
                            + " example.source.url and example.target.url or EXAMPLE_SOURCE_URL and EXAMPLE_TARGET_URL",
                    e);
        }
    }

    private static Server launched() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                // The demo stops its servers itself, last of all: a hook of theirs would stop them under Camel's feet.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                // Made for the demo and thrown away after it.
                .setServerConfig("fsync", "off")
                .setOutputRedirector(Redirect.DISCARD)
                .setErrorRedirector(Redirect.DISCARD)
                .start();
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
        return new Server(new Settings.Address(url, "postgres", "postgres"), postgres);
    }

    Settings.Address address() {
        return address;
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(address.url());
        dataSource.setUser(address.user());
        dataSource.setPassword(address.password());
        return dataSource.getConnection();
    }

    /** @return kind, version and place */
    String describe() throws SQLException {
        try (Connection connection = connect()) {
            String kind = embedded == null ? "PostgreSQL " : "embedded PostgreSQL ";
            return kind + connection.getMetaData().getDatabaseProductVersion() + " at " + address;
        }
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
