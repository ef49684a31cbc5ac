package io.cameletl.internal.postgres.pass;

import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.RowRemoval;
import io.cameletl.internal.postgres.load.Savepoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Deletes or marks rows by their keys. A row that others refer to is found by halving, and stays; so does one that a trigger
 * keeps. Used by one thread.
 */
final class SurplusRows implements RowRemoval {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String RESTRICT_VIOLATION = "23001";

    private final String table;
    private final Function<List<List<String>>, Query> removing;
    private final Function<List<List<String>>, Query> present;
    private final List<List<String>> keys;
    private long kept;

    /**
     * @param removing makes the statement for some keys
     * @param present makes the one that looks which of them are still there
     */
    SurplusRows(
            String table,
            List<List<String>> keys,
            Function<List<List<String>>, Query> removing,
            Function<List<List<String>>, Query> present) {
        this.table = table;
        this.keys = List.copyOf(keys);
        this.removing = removing;
        this.present = present;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public long kept() {
        return kept;
    }

    @Override
    public long delete(Connection connection) throws SQLException {
        kept = 0;
        return delete(connection, keys);
    }

    private long delete(Connection connection, List<List<String>> some) throws SQLException {
        Savepoints.SURPLUS.set(connection);
        Query removal = removing.apply(some);
        try (PreparedStatement statement = removal.prepare(connection, "")) {
            int deleted = statement.executeUpdate();
            Savepoints.SURPLUS.release(connection);
            if (deleted < some.size()) {
                kept += stillThere(connection, some);
            }
            return deleted;
        } catch (SQLException e) {
            if (!SqlStates.is(FOREIGN_KEY_VIOLATION, e) && !SqlStates.is(RESTRICT_VIOLATION, e)) {
                throw e;
            }
        }
        Savepoints.SURPLUS.undo(connection);
        if (some.size() == 1) {
            kept++;
            return 0;
        }
        int half = some.size() / 2;
        return delete(connection, some.subList(0, half)) + delete(connection, some.subList(half, some.size()));
    }

    /** A trigger may leave a deletion out; who comes first may have deleted a row. */
    private long stillThere(Connection connection, List<List<String>> some) throws SQLException {
        try (PreparedStatement statement = present.apply(some).prepare(connection, "");
                ResultSet row = statement.executeQuery()) {
            long there = 0;
            while (row.next()) {
                there++;
            }
            return there;
        }
    }
}
