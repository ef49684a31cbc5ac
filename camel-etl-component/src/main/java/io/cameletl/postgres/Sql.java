package io.cameletl.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements without parameters. Never prepared: each is planned for the sizes that staging and target have now. */
final class Sql {
    private Sql() {}

    /** Runs one or more statements in one round trip. */
    static void run(Connection connection, String... statements) throws SQLException {
        update(connection, String.join(";\n", statements));
    }

    /** @return the rows that the first of one or more statements wrote */
    static int update(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(statements);
            return statement.getUpdateCount();
        }
    }

    /** @return the number that a query answers */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A text as a literal, whatever standard_conforming_strings says. */
    static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
