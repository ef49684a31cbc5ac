package io.cameletl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An embedded server in a directory of its own, on a port of its own, to be killed and restarted.
 *
 * <p>The library unpacks the binaries and creates the data directory; from then on {@code pg_ctl} runs the server,
 * because the library's object cannot start twice on the same directory.
 */
public final class KillableServer implements PostgresServer {
    private static final Pattern LEFTOVER =
            Pattern.compile("FATAL: {2}could not create file \"(base/\\d+/\\d+)\": File exists");

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
            Path directory = ServerDirectory.create();
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
        try {
            pgCtl.run("start");
        } catch (IllegalStateException e) {
            removeLeftover(e);
            pgCtl.run("start");
        }
    }

    /**
     * A fault of PostgreSQL's own, also in 18: when a transaction that created an unlogged table is rolled back, the
     * table's init fork is removed at once, its main fork at the next checkpoint, and the record of the rollback is not
     * flushed. A server killed then makes the init fork anew from its log, cannot copy it over the main fork, and does not
     * start. The main fork is empty; an administrator removes the file that the server names, as this does.
     */
    private void removeLeftover(IllegalStateException failure) {
        Matcher leftover = LEFTOVER.matcher(String.valueOf(failure.getMessage()));
        String file = null;
        while (leftover.find()) {
            file = leftover.group(1);
        }
        if (file == null) {
            throw failure;
        }
        System.out.println("PostgreSQL does not start over " + file + ", which a rollback has left; it is removed");
        try {
            Path path = directory.resolve("data").resolve(file);
            if (Files.size(path) > 0) {
                throw failure;
            }
            Files.delete(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
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
        try {
            ServerDirectory.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
