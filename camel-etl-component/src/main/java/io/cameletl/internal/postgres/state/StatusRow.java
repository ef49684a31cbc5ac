package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.Window;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline's row as its status: what {@code status.sql} answers. */
final class StatusRow {
    private StatusRow() {}

    static PipelineStatus of(String pipeline, StateRow row, List<HistoryEntry> runs) throws SQLException {
        return new PipelineStatus(
                pipeline,
                row.position(1),
                row.duration(6),
                row.optional(7),
                row.time(8),
                row.truth(9),
                row.integer(10),
                Outlet.optional(pipeline, row.optional(11)),
                row.breaker(12),
                row.number(14),
                row.number(15),
                row.number(16),
                row.time(17),
                running(row),
                idle(row),
                runs,
                firstLoad(row),
                verification(row));
    }

    /** Of a pipeline that has no row. */
    static PipelineStatus unknown(String pipeline, List<HistoryEntry> runs) {
        Position none = new Position(0, null, Window.NONE);
        BreakerState closed = BreakerState.CLOSED;
        return new PipelineStatus(
                pipeline, none, null, null, null, false, 0, null, closed, 0, 0, 0, null, null, null, runs, null, null);
    }

    private static PipelineStatus.@Nullable LastVerification verification(StateRow row) throws SQLException {
        Duration age = row.duration(31);
        Instant ended = row.time(30);
        return age == null
                ? null
                : ended == null
                        ? new PipelineStatus.LastVerification(null, age, null, null, 0)
                        : new PipelineStatus.LastVerification(
                                ended,
                                age,
                                row.truth(32) ? RunOutcome.RECONCILED : RunOutcome.VERIFIED,
                                row.text(33),
                                row.number(34));
    }

    private static PipelineStatus.@Nullable Running running(StateRow row) throws SQLException {
        Instant since = row.time(18);
        Instant phaseSince = row.time(20);
        return since == null || phaseSince == null
                ? null
                : new PipelineStatus.Running(
                        row.number(23), since, row.text(19), phaseSince, row.integer(21), row.number(22));
    }

    private static PipelineStatus.@Nullable FirstLoad firstLoad(StateRow row) throws SQLException {
        Double part = row.fraction(29);
        return part == null
                ? null
                : new PipelineStatus.FirstLoad(row.integer(26), row.integer(27), row.number(28), part * 100);
    }

    private static PipelineStatus.@Nullable Idle idle(StateRow row) throws SQLException {
        Instant last = row.time(25);
        return last == null ? null : new PipelineStatus.Idle(row.number(24), last);
    }
}
