package io.cameletl.support;

import java.sql.SQLException;

/**
 * Hears of everything a connection sends to the database, on the thread that sends it.
 *
 * <p>Besides statements: {@code COMMIT}, {@code ROLLBACK}, {@code SAVEPOINT}, {@code RELEASE SAVEPOINT} and
 * {@code ROLLBACK TO SAVEPOINT} for the methods of the connection; the COPY statement, with {@link When#WITHIN}
 * after each block of data and {@link When#AFTER} at its end; one call per executed batch, its statements joined by {@code "; "};
 * {@code DatabaseMetaData.getColumns} and the like.
 */
@FunctionalInterface
public interface StatementHook {

    /** When the hook is called. */
    enum When {
        /** Nothing has been sent. */
        BEFORE,
        /** A block of a COPY's data has been handed over, and more, or the end, is to follow. Told of COPY only. */
        WITHIN,
        /** The database has answered, and it was no error. */
        AFTER
    }

    /**
     * Called around each statement. An exception reaches the caller in place of the statement's outcome; when it is an
     * {@link SQLException} of class 08, connection exception, the real connection is cut as well.
     */
    void on(String sql, When when) throws SQLException;
}
