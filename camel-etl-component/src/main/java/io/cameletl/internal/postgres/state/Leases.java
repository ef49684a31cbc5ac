package io.cameletl.internal.postgres.state;

import io.cameletl.RunOutcome;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.Claim;
import io.cameletl.internal.engine.driver.CursorMove;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who may run a pipeline; by the database's clock. */
final class Leases {
    private Leases() {}

    static Claim claim(
            Connection connection, StateSql sql, String pipeline, String owner, Duration lease, boolean throughBreaker)
            throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.claim);
                ResultSet row = binder.text(pipeline)
                        .text(owner)
                        .seconds(lease)
                        .seconds(lease)
                        .truth(throughBreaker)
                        .query()) {
            if (row.next()) {
                return new Claim.Granted(row.getLong(1), Reader.position(row, 2));
            }
        }
        Holder holder = holder(connection, sql, pipeline);
        if (holder != null && holder.paused()) {
            return new Claim.Refused(RunOutcome.PAUSED, "the pipeline is paused; operation=resume lets it run again");
        }
        if (holder != null && holder.breakerUntil() != null && !throughBreaker) {
            return new Claim.Refused(RunOutcome.OPEN, "open until " + holder.breakerUntil());
        }
        return new Claim.Refused(
                RunOutcome.BUSY,
                holder != null && holder.isLive() ? holder.inWords() : "another run held it until a moment ago");
    }

    static boolean renew(Connection connection, StateSql sql, String pipeline, String owner, Duration lease)
            throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.renew)) {
            return binder.seconds(lease).text(pipeline).text(owner).update() == 1;
        }
    }

    /** Why a step could not be taken. */
    static StaleLeaseException stale(Connection connection, StateSql sql, CursorMove move) throws SQLException {
        return new StaleLeaseException(
                move.pipeline(),
                reason(holder(connection, sql, move.pipeline()), move) + ". Nothing of this page was written; the next"
                        + " run goes on from the last committed page",
                null);
    }

    private static String reason(@Nullable Holder holder, CursorMove move) {
        if (holder == null) {
            return "its row in etl_pipeline is gone";
        }
        boolean own = holder.owner() != null && holder.owner().equals(move.owner());
        if (holder.isLive() && !own) {
            return holder.inWords();
        }
        if (holder.version() != move.version()) {
            return "somebody moved its cursor: this page starts from version " + move.version() + ", the store is at "
                    + holder.version();
        }
        return own
                ? "the lease of " + holder.owner() + " ran out at " + holder.until() + ", before the page was ready"
                : "the lease of " + move.owner() + " was ended";
    }

    private static @Nullable Holder holder(Connection connection, StateSql sql, String pipeline) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.holder);
                ResultSet row = binder.text(pipeline).query()) {
            return row.next()
                    ? new Holder(
                            row.getBoolean(1),
                            row.getLong(2),
                            row.getString(3),
                            Reader.time(row, 4),
                            row.getBoolean(5),
                            Reader.time(row, 6))
                    : null;
        }
    }

    private record Holder(
            boolean paused,
            long version,
            @Nullable String owner,
            @Nullable Instant until,
            boolean isLive,
            @Nullable Instant breakerUntil) {
        String inWords() {
            return owner + " holds the pipeline until " + until;
        }
    }
}
