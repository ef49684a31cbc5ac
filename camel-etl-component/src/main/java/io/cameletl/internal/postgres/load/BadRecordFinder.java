package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first record that PostgreSQL refuses, by binary search: it ends the shortest beginning of the page that fails.
 * The server's message texts are not used: they are in the server's language. Each probe is rolled back.
 */
public final class BadRecordFinder {
    private final Connection connection;

    public BadRecordFinder(Connection connection) {
        this.connection = connection;
    }

    /** Loads the first records of those that failed all together. */
    @FunctionalInterface
    public interface Probe {
        /** @param before the record to stop before */
        void run(int before) throws SQLException;
    }

    /**
     * @param size how many records there are
     * @return the place of the first record that fails, from 0; -1 when none fails any more
     * @throws SQLException when a probe fails for another reason than a record
     */
    public int find(int size, Probe probe) throws SQLException {
        Blame blame = new Blame(connection, () -> probe.run(0));
        int passes = 0;
        int fails = size + 1;
        while (fails - passes > 1) {
            int middle = fails == size + 1 ? size : (passes + fails) >>> 1;
            if (passes(middle, probe, blame)) {
                passes = middle;
            } else {
                fails = middle;
            }
        }
        return fails == size + 1 ? -1 : fails - 1;
    }

    private boolean passes(int records, Probe probe, Blame blame) throws SQLException {
        SQLException failure = failure(records, probe);
        if (failure != null && !blame.isRecords(failure)) {
            throw failure;
        }
        return failure == null;
    }

    private @Nullable SQLException failure(int records, Probe probe) throws SQLException {
        Savepoints.PROBE.set(connection);
        try {
            probe.run(records);
            return null;
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            return e;
        } finally {
            Savepoints.PROBE.rollBack(connection);
        }
    }
}
