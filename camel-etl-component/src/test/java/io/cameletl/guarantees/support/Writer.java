package io.cameletl.guarantees.support;

import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A session of the source that writes items, in one transaction after the other. */
public final class Writer implements AutoCloseable {
    private static final String ID = "writer_";

    private final int number;
    private final Connection connection;
    private final Statement statement;
    private long beganNanos;

    public Writer(int number, TestDatabase source) throws SQLException {
        this.number = number;
        this.connection = source.connect();
        this.statement = connection.createStatement();
    }

    /** @return the transaction's {@code now()}, as text */
    public String begin() throws SQLException {
        beganNanos = System.nanoTime();
        statement.execute("begin");
        try (ResultSet now = statement.executeQuery("select now()::text")) {
            now.next();
            return now.getString(1);
        }
    }

    /** @param at the change time, an expression in SQL; null leaves it to the trigger */
    public void insert(long fromId, long toId, long value, @Nullable String at) throws SQLException {
        statement.execute("insert into items (id, value, updated_at) select id, " + value + ", " + at
                + " from generate_series(" + fromId + ", " + toId + ") id");
    }

    /**
     * Changes those of the items that nobody else is changing; one that is deleted comes back.
     *
     * @param at as in {@link #insert}
     */
    public void update(long fromId, long toId, long value, @Nullable String at) throws SQLException {
        change(fromId, toId, "value = " + value + ", updated_at = " + at + ", deleted_at = null");
    }

    /** Marks them as deleted, as {@link #update} changes them. */
    public void delete(long fromId, long toId, @Nullable String at) throws SQLException {
        change(fromId, toId, "updated_at = " + at + ", deleted_at = now()");
    }

    private void change(long fromId, long toId, String what) throws SQLException {
        statement.execute("update items set " + what + " where id in (select id from items where id between " + fromId
                + " and " + toId + " for update skip locked)");
    }

    /** As {@link #update}, but waits for those whom somebody else is changing. */
    public void updateInTurn(long id, long value, @Nullable String at) throws SQLException {
        statement.execute("update items set value = " + value + ", updated_at = " + at + " where id = " + id);
    }

    /** Keeps the transaction open. */
    public void hold(long millis) throws SQLException {
        statement.execute("select pg_sleep(" + millis / 1e3 + ")");
    }

    public void savepoint() throws SQLException {
        statement.execute("savepoint here");
    }

    public void rollBackToSavepoint() throws SQLException {
        statement.execute("rollback to here");
    }

    public void prepare() throws SQLException {
        statement.execute("prepare transaction '" + ID + number + "'");
    }

    /** @param end {@code commit} or {@code rollback} */
    public void end(String end, boolean prepared) throws SQLException {
        statement.execute(prepared ? end + " prepared '" + ID + number + "'" : end);
    }

    /** Rolls back what a history that failed has left open or prepared; its locks would stop the next. */
    public void giveUp() throws SQLException {
        statement.execute("rollback");
        try (ResultSet left = statement.executeQuery("select from pg_prepared_xacts"
                + " where database = current_database() and gid = '" + ID + number + "'")) {
            if (left.next()) {
                end("rollback", true);
            }
        }
    }

    /** How long ago the transaction began. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
