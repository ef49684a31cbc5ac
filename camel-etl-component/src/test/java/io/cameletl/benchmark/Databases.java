package io.cameletl.benchmark;

import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.dbcp2.BasicDataSource;

/**
 * A source and a target database on one server, durable as in production: the one of {@code -Detl.test.postgres} as it
 * is, else an embedded one with the settings below. They are what a server of this size would be given; fsync,
 * full_page_writes and synchronous_commit stay on.
 */
final class Databases implements AutoCloseable {
    private static final Map<String, String> TUNING = Map.of(
            "shared_buffers", "2GB",
            // no checkpoint but those asked for before a measurement
            "max_wal_size", "16GB",
            "checkpoint_timeout", "30min");

    private final PostgresServer server;
    private final boolean ours;
    private final Map<String, BasicDataSource> pools = new LinkedHashMap<>();

    final Database source;
    final Database target;

    private Databases(PostgresServer server, boolean ours) {
        this.server = server;
        this.ours = ours;
        this.source = new Database(pool("source", server.createDatabase()));
        this.target = new Database(pool("target", server.createDatabase()));
    }

    static Databases start() throws SQLException {
        if (!System.getProperty("etl.test.postgres", "").isBlank()) {
            return new Databases(PostgresServers.shared(), false);
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

    /** A pool of the target whose sessions the driver sends several rows of a batch in one INSERT. */
    Database rewritingTarget() {
        return new Database(pools.computeIfAbsent("rewriting", name -> {
            BasicDataSource pool = onePagePerTransaction(target.pool());
            pool.addConnectionProperty("reWriteBatchedInserts", "true");
            return pool;
        }));
    }

    Database plainTarget() {
        return new Database(pools.computeIfAbsent("plain", name -> onePagePerTransaction(target.pool())));
    }

    /** What a reader must know of the server to make sense of figures. */
    String describe() {
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

    /** One loan of the connection is one transaction: committed by the switch to autocommit when it is given back. */
    private static BasicDataSource onePagePerTransaction(BasicDataSource other) {
        BasicDataSource pool = like(other.getUrl(), other.getUserName(), other.getPassword());
        pool.setDefaultAutoCommit(false);
        pool.setRollbackOnReturn(false);
        pool.setAutoCommitOnReturn(true);
        return pool;
    }

    private BasicDataSource pool(String name, String database) {
        BasicDataSource pool = like(server.jdbcUrl(database), server.user(), server.password());
        pools.put(name, pool);
        return pool;
    }

    private static BasicDataSource like(String url, String user, String password) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        return pool;
    }

    @Override
    public void close() throws SQLException {
        List<String> names = ours ? List.of() : List.of(source.name(), target.name());
        for (BasicDataSource pool : pools.values()) {
            pool.close();
        }
        names.forEach(server::dropDatabase);
        if (ours) {
            server.close();
        }
    }
}
