package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The savepoints of a page's transaction. Each name has one place, so that none can be mistaken for another. */
public enum Savepoints {
    /** Before the records are copied into staging. */
    COPY,
    /** Before the merge, or the custom commit. */
    MERGE,
    /** Before one table's step of the careful merge, or one try to load some records. */
    STEP,
    /** Before the search for the column that a rejected record is refused for. */
    COLUMN,
    /** Before one try in the search for a bad record. */
    PROBE;

    public String set() {
        return "SAVEPOINT " + sql();
    }

    public void set(Connection connection) throws SQLException {
        Sql.run(connection, set());
    }

    public void release(Connection connection) throws SQLException {
        Sql.run(connection, "RELEASE SAVEPOINT " + sql());
    }

    /** Takes back all that came after; the savepoint itself stays. */
    public void rollBack(Connection connection) throws SQLException {
        Sql.run(connection, "ROLLBACK TO SAVEPOINT " + sql());
    }

    /** Takes back all that came after, and the savepoint with it: many of them must not pile up. */
    public void undo(Connection connection) throws SQLException {
        Sql.run(connection, "ROLLBACK TO SAVEPOINT " + sql(), "RELEASE SAVEPOINT " + sql());
    }

    private String sql() {
        return "etl_" + name().toLowerCase(Locale.ROOT);
    }
}
