package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tries to load some of a page's records, each time under a savepoint: what succeeds stays, what fails is taken back. */
public final class Attempts {
    private final Connection connection;
    private int count;

    public Attempts(Connection connection) {
        this.connection = connection;
    }

    /** Loads some records. */
    @FunctionalInterface
    public interface Load {
        void run() throws SQLException;
    }

    /**
     * @return why the data is to blame for the failure; null when there was none
     * @throws SQLException when it fails for another reason
     */
    @Nullable
    public SQLException of(Load load) throws SQLException {
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
    public void made() {
        count++;
    }

    /** @return how many there were */
    public int count() {
        return count;
    }
}
