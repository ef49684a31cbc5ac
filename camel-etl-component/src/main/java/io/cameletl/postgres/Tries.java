package io.cameletl.postgres;

import io.cameletl.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tries to load some of a page's records, each time under a savepoint: what succeeds stays, what fails is taken back. */
final class Tries {
    private final Connection connection;
    private int count;

    Tries(Connection connection) {
        this.connection = connection;
    }

    /** Loads some records. */
    @FunctionalInterface
    interface Load {
        void run() throws SQLException;
    }

    /**
     * @return why the data is to blame for the failure; null when there was none
     * @throws SQLException when it fails for another reason
     */
    @Nullable
    SQLException of(Load load) throws SQLException {
        count++;
        Savepoints.STEP.set(connection);
        try {
            load.run();
            Savepoints.STEP.release(connection);
            return null;
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            Savepoints.STEP.undo(connection);
            return e;
        }
    }

    /** Counts a try that was made elsewhere, with all of the records. */
    void made() {
        count++;
    }

    /** @return how many there were */
    int count() {
        return count;
    }
}
