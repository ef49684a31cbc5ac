package io.cameletl.example;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * A target table beside what the source says it should hold, row by row and column by column.
 *
 * @param expected rows that the table should hold
 * @param found rows that it holds
 * @param missing rows that it should hold and does not
 * @param surplus rows that it holds and should not
 * @param different rows that are there with other content
 * @param examples the first of these, if any
 */
record Comparison(
        String table, long expected, long found, long missing, long surplus, long different, List<String> examples) {
    /** Parents first, as the routes have them; {@code sql/expected} says what each should hold. */
    static final List<String> TABLES = List.of("identities", "credentials", "credential_identifiers", "organizations");

    boolean agrees() {
        return missing + surplus + different == 0;
    }

    static List<Comparison> ofAll(Connection source, Connection target) throws SQLException {
        List<Comparison> comparisons = new ArrayList<>();
        for (String table : TABLES) {
            comparisons.add(of(table, source, target));
        }
        return comparisons;
    }

    /** Copies the expected rows to the target's server, into a table that is gone afterwards, and joins. */
    private static Comparison of(String table, Connection source, Connection target) throws SQLException {
        target.setAutoCommit(false);
        try (Statement statement = target.createStatement()) {
            statement.execute("CREATE TEMP TABLE expected (LIKE %s) ON COMMIT DROP".formatted(table));
            copy(Sql.load("expected/" + table), source, target);
            List<String> examples = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(Sql.load("compare/examples").formatted(table))) {
                while (rows.next()) {
                    examples.add(rows.getString("example"));
                }
            }
            try (ResultSet counts =
                    statement.executeQuery(Sql.load("compare/counts").formatted(table))) {
                counts.next();
                return new Comparison(
                        table,
                        counts.getLong("expected"),
                        counts.getLong("found"),
                        counts.getLong("missing"),
                        counts.getLong("surplus"),
                        counts.getLong("different"),
                        examples);
            }
        } finally {
            target.rollback();
            target.setAutoCommit(true);
        }
    }

    private static void copy(String rows, Connection source, Connection target) throws SQLException {
        CopyManager from = source.unwrap(PGConnection.class).getCopyAPI();
        CopyManager to = target.unwrap(PGConnection.class).getCopyAPI();
        CopyOut out = from.copyOut("COPY (%s) TO STDOUT".formatted(rows));
        CopyIn in = to.copyIn("COPY expected FROM STDIN");
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            in.writeToCopy(row, 0, row.length);
        }
        in.endCopy();
    }
}
