package io.cameletl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * An embedded server in a directory of its own, on a port of its own, to be killed and restarted.
 *
 * <p>The library unpacks the binaries and creates the data directory; from then on {@code pg_ctl} runs the server,
 * because the library's object cannot start twice on the same directory.
 */
public final class KillableServer implements PostgresServer {

    private final Path directory;
    private final PgCtl pgCtl;
    private final int port;
    private final Thread closer = new Thread(this::stopAndDelete, "stop-killable-postgres");

    private KillableServer(Path directory, PgCtl pgCtl, int port) {
        this.directory = directory;
        this.pgCtl = pgCtl;
        this.port = port;
    }

    public static KillableServer start() {
        try {
            Path directory = Files.createTempDirectory("etl-killable-postgres-");
            int port = FreePort.pick();
            KillableServer server =
                    new KillableServer(directory, new PgCtl(directory, initialize(directory, port)), port);
            Runtime.getRuntime().addShutdownHook(server.closer);
            server.restart();
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("A killable PostgreSQL cannot be set up", e);
        }
    }

    /** Creates the data directory and returns the binaries' directory. */
    private static Path initialize(Path directory, int port) throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setPort(port)
                .setOutputRedirector(Redirect.DISCARD)
                .setErrorRedirector(Redirect.DISCARD);
        try (EmbeddedPostgres postgres = builder.start();
                Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set port = " + port);
            for (var setting : ServerSettings.KILLABLE.entrySet()) {
                statement.execute("alter system set " + setting.getKey() + " = '" + setting.getValue() + "'");
            }
            try (ResultSet bindir = statement.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
                bindir.next();
                return Path.of(bindir.getString(1));
            }
        }
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public boolean killable() {
        return true;
    }

    @Override
    public synchronized void killImmediately() {
        if (pgCtl.running()) {
            pgCtl.run("stop", "-m", "immediate");
        }
    }

    @Override
    public synchronized void killProcesses() {
        pgCtl.kill();
    }

    @Override
    public synchronized void restart() {
        if (pgCtl.running()) {
            pgCtl.run("stop", "-m", "fast");
        }
        pgCtl.run("start");
    }

    /** As declared; a dead server has nothing to drop: its databases go with its directory. */
    @Override
    public synchronized void dropDatabase(String name) {
        if (pgCtl.running()) {
            PostgresServer.super.dropDatabase(name);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(closer);
        stopAndDelete();
    }

    private synchronized void stopAndDelete() {
        if (!Files.exists(directory)) {
            return;
        }
        killImmediately();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
