package io.cameletl.benchmark.database;

import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source and a target database on one server, durable as in production: the one of {@code -Detl.test.postgres} as it
 * is, else an embedded one with the settings below. They are what a server of this size would be given; fsync,
 * full_page_writes and synchronous_commit stay on.
 */
public final class Databases implements AutoCloseable {
    private static final Map<String, String> TUNING = Map.of(
            "shared_buffers", "2GB",
            // no checkpoint but those asked for before a measurement
            "max_wal_size", "16GB",
            "checkpoint_timeout", "30min");

    private final PostgresServer server;
    private final boolean ours;
    private final String sourceName;
    private final String targetName;
    private final Link direct;
    private final Thread closer = new Thread(this::drop, "drop-benchmark-databases");

    public final Database source;
    public final Database target;

    private Databases(PostgresServer server, boolean ours) {
        this.server = server;
        this.ours = ours;
        this.sourceName = server.createDatabase();
        this.targetName = server.createDatabase();
        this.direct = link(0);
        this.source = direct.source();
        this.target = direct.target();
    }

    public static Databases start() throws SQLException {
        if (!System.getProperty("etl.test.postgres", "").isBlank()) {
            return on(PostgresServers.shared());
        }
        PostgresServer server = PostgresServers.startKillable();
        try (var connection = server.dataSource(server.adminDatabase()).getConnection();
                var statement = connection.createStatement()) {
            for (var setting : TUNING.entrySet()) {
                statement.execute("alter system set " + setting.getKey() + " = '" + setting.getValue() + "'");
            }
        }
        server.restart();
        return new Databases(server, true);
    }

    /** Two databases on a server that is there. They are dropped at the end, also when the process is stopped. */
    public static Databases on(PostgresServer server) {
        Databases databases = new Databases(server, false);
        Runtime.getRuntime().addShutdownHook(databases.closer);
        return databases;
    }

    /** The way that {@link #source} and {@link #target} are talked to by; closed with them. */
    public Link direct() {
        return direct;
    }

    /**
     * What a loader connects by.
     *
     * @param latencyMillis how long each way takes; with 0 the servers are talked to directly
     */
    public Link link(int latencyMillis) {
        return new Link(server.dataSource(sourceName), server.dataSource(targetName), latencyMillis);
    }

    /** What a reader must know of the server to make sense of figures. */
    public String describe() {
        Map<String, String> settings = new TreeMap<>();
        for (String name : new String[] {
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "shared_buffers",
            "max_wal_size",
            "work_mem",
            "wal_compression",
            "autovacuum"
        }) {
            settings.put(name, String.valueOf(source.<Object>value("select current_setting(?, true)", name)));
        }
        String collation = source.value("select datcollate from pg_database where datname = current_database()");
        return source.value("select version()") + "\n" + settings + ", collation " + collation;
    }

    @Override
    public void close() {
        direct.close();
        if (ours) {
            server.close();
        } else {
            Runtime.getRuntime().removeShutdownHook(closer);
            drop();
        }
    }

    private void drop() {
        server.dropDatabase(sourceName);
        server.dropDatabase(targetName);
    }
}
