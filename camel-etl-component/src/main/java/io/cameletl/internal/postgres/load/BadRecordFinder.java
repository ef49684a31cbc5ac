package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds the first record that PostgreSQL refuses, by halving: the shortest beginning of the page that fails ends with
 * it. Server messages are not read for it: they are in the server's language. What is tried is always taken back.
 */
public final class BadRecordFinder {
    private final Connection connection;

    public BadRecordFinder(Connection connection) {
        this.connection = connection;
    }

    /** What failed for all the records, to be tried with fewer. */
    @FunctionalInterface
    public interface Attempt {
        /** @param before the record to stop before */
        void run(int before) throws SQLException;
    }

    /**
     * @param size how many records there are
     * @return the place of the first record that fails, from 0; -1 when none does any more
     * @throws SQLException when an attempt fails for another reason than the data
     */
    public int find(int size, Attempt attempt) throws SQLException {
        int passes = 0;
        int fails = size + 1;
        while (fails - passes > 1) {
            int middle = fails == size + 1 ? size : (passes + fails) >>> 1;
            if (passes(middle, attempt)) {
                passes = middle;
            } else {
                fails = middle;
            }
        }
        return fails == size + 1 ? -1 : fails - 1;
    }

    /** @return whether the attempt succeeds with that many records */
    boolean passes(int records, Attempt attempt) throws SQLException {
        Savepoints.PROBE.set(connection);
        try {
            attempt.run(records);
            return true;
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            return false;
        } finally {
            Savepoints.PROBE.rollBack(connection);
        }
    }
}
