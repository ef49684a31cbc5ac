package io.cameletl.foreign.support;

import io.cameletl.support.FreePort;
import io.cameletl.support.ServerDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server of this JVM's own, started on first use from the Maven artifact, and ended with the JVM. Its sessions
 * are 5:30 hours ahead of UTC unless they say otherwise, and wait a second for a lock.
 */
public final class MariaDb {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final int port;

    private MariaDb(int port) {
        this.port = port;
    }

    private static final class Shared {
        private static final MariaDb SERVER = start();
    }

    /** The artifact has programs for Linux on x86 only; elsewhere the test is not run. */
    public static MariaDb server() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        Assumptions.assumeTrue(platform.equals("Linux amd64"), "no MariaDB for " + platform);
        return Shared.SERVER;
    }

    private static MariaDb start() {
        try {
            MariaDbBinaries binaries = MariaDbBinaries.unpacked();
            Path directory = ServerDirectory.create();
            File log = directory.resolve("server.log").toFile();
            Path data = directory.resolve("data");
            List<String> where =
                    new ArrayList<>(List.of("--no-defaults", "--basedir=" + binaries.home(), "--datadir=" + data));
            if (System.getProperty("user.name").equals("root")) {
                where.add("--user=root");
            }
            List<String> install = new ArrayList<>();
            install.add(binaries.program("scripts/mysql_install_db", "scripts/mariadb-install-db"));
            install.addAll(where);
            install.addAll(List.of("--force", "--skip-name-resolve", "--auth-root-authentication-method=normal"));
            Process installed = binaries.process(install).redirectOutput(log).start();
            if (installed.waitFor() != 0) {
                throw new IllegalStateException("MariaDB cannot be set up: " + Files.readString(log.toPath()));
            }
            int port = FreePort.pick();
            List<String> run = new ArrayList<>();
            run.add(binaries.program("bin/mysqld", "bin/mariadbd"));
            run.addAll(where);
            run.addAll(List.of(
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--socket=" + directory.resolve("s"),
                    "--default-time-zone=+05:30",
                    "--character-set-server=utf8mb4",
                    "--innodb-lock-wait-timeout=1",
                    "--innodb-flush-log-at-trx-commit=0"));
            Process server = binaries.process(run)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
            MariaDb started = new MariaDb(port);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .failFast("MariaDB has ended, see " + log, () -> !server.isAlive())
                    .until(started::answers);
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("MariaDB was not waited for", e);
        }
    }

    private static void end(Process server, Path directory) {
        server.destroyForcibly();
        try {
            server.waitFor();
            ServerDirectory.delete(directory);
        } catch (IOException | InterruptedException e) {
            // what is left is in the temporary directory
        }
    }

    private boolean answers() {
        try (Connection connection = connect("mysql")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(MySqlDriver.MARIADB, database));
    }

    String url(MySqlDriver driver, String database) {
        return "jdbc:" + driver.name().toLowerCase(Locale.ROOT) + "://127.0.0.1:" + port + "/" + database
                + "?user=root&sessionVariables=sql_mode=''";
    }

    /** A new and empty database. */
    public MySqlDatabase createDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new MySqlDatabase(this, name);
    }
}
