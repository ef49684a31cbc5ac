package io.cameletl.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;

/**
 * A database for one test, empty at first. Its default time zone is an odd one, on purpose: Asia/Kolkata, 5:30 hours
 * ahead of UTC; but the driver sends the JVM's time zone with each connection, and that one counts.
 *
 * <p>A failing statement of {@link #execute}, {@link #query} and their like is an {@link IllegalStateException} with
 * the {@link SQLException} as its cause. Safe for use by many threads.
 */
public final class TestDatabase implements AutoCloseable {

    static {
        // What a test waits for comes; on a machine with much else to do it may take its time.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        // Most of it comes within milliseconds, and the first look is at once.
        Awaitility.setDefaultPollInterval(new IterativePollInterval(TestDatabase::longer, Duration.ofMillis(10)));
    }

    private final PostgresServer server;
    private final String name;
    private final CheckedPool pool;
    private final List<CheckedPool> pools = new CopyOnWriteArrayList<>();

    private static Duration longer(Duration interval) {
        return interval.compareTo(Duration.ofMillis(50)) > 0 ? Duration.ofMillis(100) : interval.multipliedBy(2);
    }

    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        this.pool = newPool(List.of());
    }

    /** A new database on a server; the caller closes it. */
    public static TestDatabase createOn(PostgresServer server) {
        return createOn(server, "");
    }

    /** @param properties such as {@code encoding 'LATIN1'} */
    public static TestDatabase createOn(PostgresServer server, String properties) {
        String name = server.createDatabase(properties);
        TestDatabase database = new TestDatabase(server, name);
        database.execute("alter database " + name + " set timezone = 'Asia/Kolkata'");
        return database;
    }

    public PostgresServer server() {
        return server;
    }

    public String name() {
        return name;
    }

    /** The JDBC URL, without user and password. */
    public String url() {
        return server.jdbcUrl(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** The pool for the code under test, ten connections at most; {@link #close()} says what it checks. */
    public DataSource dataSource() {
        return pool;
    }

    /** One more pool like {@link #dataSource()}, in whose sessions the time zone is the given one. */
    public DataSource withTimeZone(String zone) {
        return newPool(List.of("set time zone '" + zone + "'"));
    }

    /** A new connection that no pool knows and no check sees; the caller closes it. */
    public Connection connect() throws SQLException {
        return server.dataSource(name).getConnection();
    }

    /** Runs each text, of one or more statements, in a transaction of its own. */
    public void execute(String... sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw failed(String.join("; ", sql), e);
        }
    }

    /**
     * The rows, as maps from column label to value in the columns' order. A timestamptz is an
     * {@link java.time.Instant}, a timestamp a {@link java.time.LocalDateTime}, a date a {@link java.time.LocalDate},
     * jsonb and such a string.
     *
     * @param arguments for the question marks; an {@link java.time.Instant} will do for a timestamptz
     */
    public List<Map<String, Object>> query(String sql, Object... arguments) {
        try (Connection connection = connect()) {
            return Rows.of(connection, sql, arguments);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /**
     * The first column of the one row, of a type as in {@link #query}; null when the database says so.
     *
     * @throws AssertionError when there is no row or more than one
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T value(String sql, Object... arguments) {
        List<Map<String, Object>> rows = query(sql, arguments);
        if (rows.size() != 1) {
            throw new AssertionError("Expected one row, got " + rows.size() + ": " + sql);
        }
        return (T) rows.get(0).values().iterator().next();
    }

    /** The number of rows of a table, which is named as in SQL. */
    public long count(String table) {
        return this.<Long>value("select count(*) from " + table);
    }

    /**
     * Drops the database, then tells what the code under test did to the pools.
     *
     * @throws AssertionError when a connection is still borrowed, went back in the middle of a transaction, or has
     *     changed settings or advisory locks in its session
     */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /** @param patience how long a connection that is still borrowed may take to come back */
    void close(Duration patience) {
        List<String> misuses = new ArrayList<>();
        pools.forEach(each -> misuses.addAll(each.misuses(patience)));
        pools.forEach(CheckedPool::close);
        server.dropDatabase(name);
        if (!misuses.isEmpty()) {
            throw new AssertionError("The pool of " + url() + " was misused:\n" + String.join("\n", misuses));
        }
    }

    @Override
    public String toString() {
        return url();
    }

    private CheckedPool newPool(List<String> initSql) {
        CheckedPool created = CheckedPool.of(url(), user(), password(), initSql);
        pools.add(created);
        return created;
    }

    private IllegalStateException failed(String sql, SQLException e) {
        return new IllegalStateException("Failed on " + url() + ": " + sql, e);
    }
}
