package io.cameletl.internal.postgres.pass;

import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.RowRemoval;
import io.cameletl.internal.postgres.load.Savepoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes or marks rows by their keys. A row that others refer to is found by halving, and stays; so does one that a trigger
 * keeps. Used by one thread.
 */
final class SurplusRows implements RowRemoval {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String RESTRICT_VIOLATION = "23001";

    private final PassLookup lookup;
    private final List<List<String>> keys;
    private final boolean marked;
    private long kept;

    /** @param marked whether they are marked as gone; else they are deleted */
    SurplusRows(PassLookup lookup, List<List<String>> keys, boolean marked) {
        this.lookup = lookup;
        this.keys = List.copyOf(keys);
        this.marked = marked;
    }

    @Override
    public String table() {
        return lookup.table().name();
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
        Query removal = marked ? lookup.mark(some) : lookup.delete(some);
        try (PreparedStatement statement = removal.prepare(connection, "")) {
            int deleted = statement.executeUpdate();
            if (lookup.deferred()) {
                // Asked now whether others refer to the rows, and then deleted again: the merge is checked at its end.
                Sql.run(connection, "SET CONSTRAINTS ALL IMMEDIATE");
                Savepoints.SURPLUS.rollBack(connection);
                deleted = statement.executeUpdate();
            }
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
        try (PreparedStatement statement = lookup.present(some, true).prepare(connection, "");
                ResultSet row = statement.executeQuery()) {
            long there = 0;
            while (row.next()) {
                there++;
            }
            return there;
        }
    }
}
