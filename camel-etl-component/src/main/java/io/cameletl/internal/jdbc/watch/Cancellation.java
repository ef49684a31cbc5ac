package io.cameletl.internal.jdbc.watch;

import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Cancels a statement of a section, on a thread of its own, and none after the section's end. */
final class Cancellation {
    private boolean ended;

    void cancel(PGConnection session) {
        Daemons.start("etl-cancel", () -> cancelNow(session));
    }

    private synchronized void cancelNow(PGConnection session) {
        try {
            if (!ended) {
                session.cancelQuery();
            }
        } catch (SQLException | RuntimeException e) {
            // The next look cuts the connection.
        }
    }

    /** A statement of whoever has the connection next is not to be cancelled: one that is being cancelled is waited for. */
    synchronized void end() {
        ended = true;
    }
}
