package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The savepoints of a page's transaction. Each name is used in one place. */
public enum Savepoints {
    /** Before the records are copied into staging. */
    COPY,
    /** Before the merge, or the custom commit. */
    MERGE,
    /** Before one table's step of the careful merge, or one attempt to load some records. */
    STEP,
    /** Before the search for the column at fault of a rejected record. */
    COLUMN,
    /** Before one probe in the search for a bad record. */
    PROBE,
    /** Before an attempt without records, which tells whether a record is to blame at all. */
    BLAME,
    /** Before the database is asked which keys are one. */
    KEYS,
    /** Before surplus rows are deleted. */
    SURPLUS,
    /** Before the key is copied of a record that the table cannot hold. */
    BAD_KEY;

    public String set() {
        return "SAVEPOINT " + sql();
    }

    public void set(Connection connection) throws SQLException {
        Sql.run(connection, set());
    }

    public void release(Connection connection) throws SQLException {
        Sql.run(connection, "RELEASE SAVEPOINT " + sql());
    }

    /** Rolls back everything since the savepoint, which stays. */
    public void rollBack(Connection connection) throws SQLException {
        Sql.run(connection, "ROLLBACK TO SAVEPOINT " + sql());
    }

    /** Rolls back everything since the savepoint and removes it: savepoints must not pile up. */
    public void undo(Connection connection) throws SQLException {
        Sql.run(connection, "ROLLBACK TO SAVEPOINT " + sql(), "RELEASE SAVEPOINT " + sql());
    }

    private String sql() {
        return "etl_" + name().toLowerCase(Locale.ROOT);
    }
}
