package io.cameletl.internal.postgres.load;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a failure is a record's fault. Some SQLSTATEs say so. Others come of a record as well as of the statement, a
 * limit of the server for one, or an exception of a trigger: then the same is done without any record, once. Where that
 * fails too, no record is to blame.
 */
public final class Blame {
    private final Connection connection;
    private final Attempts.Load nothing;
    private @Nullable Boolean passes;

    /** @param nothing does what is attempted, with no record */
    public Blame(Connection connection, Attempts.Load nothing) {
        this.connection = connection;
        this.nothing = nothing;
    }

    /**
     * @param failure of an attempt that was rolled back
     * @throws SQLException when the answer cannot be had, as on a lost connection
     */
    public boolean isRecords(SQLException failure) throws SQLException {
        if (SqlStates.isData(failure) || !SqlStates.mayBeData(failure)) {
            return SqlStates.isData(failure);
        }
        Boolean known = passes;
        if (known == null) {
            known = passes();
            passes = known;
        }
        return known;
    }

    private boolean passes() throws SQLException {
        Savepoints.BLAME.set(connection);
        try {
            nothing.run();
            return true;
        } catch (SQLException e) {
            if (EtlException.isTransient(e)) {
                throw e;
            }
            return false;
        } finally {
            Savepoints.BLAME.undo(connection);
        }
    }
}
