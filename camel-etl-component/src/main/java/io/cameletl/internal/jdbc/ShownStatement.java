package io.cameletl.internal.jdbc;

import java.sql.SQLException;

/**
 * A statement as it is shown to people.
 *
 * @param what it is for, in a few words
 * @param sql its text
 * @param planned asks the server for its plan
 */
public record ShownStatement(String what, String sql, Planned planned) {
    /** How the server would execute a statement. */
    @FunctionalInterface
    public interface Planned {
        /**
         * Asks the server, which executes nothing.
         *
         * @return the lines of {@code EXPLAIN}; the values that the statement was bound to are among them
         * @throws SQLException when the server cannot be asked, or does not take the statement
         */
        String plan() throws SQLException;
    }
}
