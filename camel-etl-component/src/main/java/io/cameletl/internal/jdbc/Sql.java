package io.cameletl.internal.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;

/** Statements without parameters. Never prepared: each is planned for the sizes that staging and target have now. */
public final class Sql {
    private Sql() {}

    /** Runs one or more statements in one round trip. */
    public static void run(Connection connection, String... statements) throws SQLException {
        update(connection, String.join(";\n", statements));
    }

    /** Reads what a statement answers. */
    @FunctionalInterface
    public interface Answer {
        /** @param row before the first row */
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Runs statements in one round trip.
     *
     * @param answers what reads the answers of those statements that answer rows, in their order
     */
    public static void run(Connection connection, List<String> statements, List<Answer> answers) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(String.join(";\n", statements));
            Iterator<Answer> next = answers.iterator();
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet row = statement.getResultSet()) {
                        next.next().read(row);
                    }
                }
                rows = statement.getMoreResults();
            }
        }
    }

    /** @return the rows that the first of one or more statements wrote */
    public static int update(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(statements);
            return statement.getUpdateCount();
        }
    }

    /** @return the number that a query answers */
    public static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @return the first column of a query's rows, each value a line */
    public static String lines(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(query)) {
                return lines(rows);
            }
        }
    }

    /** @return the first column of a result's rows, each value a line */
    public static String lines(ResultSet rows) throws SQLException {
        StringJoiner lines = new StringJoiner("\n");
        while (rows.next()) {
            lines.add(rows.getString(1));
        }
        return lines.toString();
    }

    /** A text as a literal, whatever standard_conforming_strings says. */
    public static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
