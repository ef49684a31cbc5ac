package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Attempts to load some of a page's records, each under a savepoint: what succeeds stays, what fails is rolled back. */
public final class Attempts {
    private final Connection connection;
    private int count;

    Attempts(Connection connection) {
        this.connection = connection;
    }

    /** Loads some records. */
    @FunctionalInterface
    public interface Load {
        void run() throws SQLException;
    }

    /**
     * @param blame tells whose fault a failure is
     * @return the failure that a record is to blame for; null when the records are loaded
     * @throws SQLException when the load fails for another reason
     */
    public @Nullable SQLException attempt(Load load, Blame blame) throws SQLException {
        count++;
        Savepoints.STEP.set(connection);
        try {
            load.run();
            Savepoints.STEP.release(connection);
            return null;
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            Savepoints.STEP.undo(connection);
            if (!blame.isRecords(e)) {
                throw e;
            }
            return e;
        }
    }

    /** Counts an attempt that was made elsewhere, with all of the records. */
    public void increment() {
        count++;
    }

    /** @return how many attempts there were */
    public int count() {
        return count;
    }
}
