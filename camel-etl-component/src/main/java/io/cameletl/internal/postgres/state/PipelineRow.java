package io.cameletl.internal.postgres.state;

import io.cameletl.ExtractRequest;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pipeline's row: its position, lease, circuit breaker and pause. By the database's clock. */
final class PipelineRow {
    private final String pipeline;
    private final HistoryLimits limits;
    private final Function<StateSql.Name, StateStatement> sql;

    PipelineRow(String pipeline, HistoryLimits limits, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.limits = limits;
        this.sql = sql;
    }

    /** Creates the row when the pipeline is new. */
    Claim claim(String owner, Duration lease, boolean throughBreaker) throws SQLException {
        Claim granted = of(StateSql.Name.CLAIM)
                .text(owner)
                .seconds(lease)
                .seconds(lease)
                .truth(throughBreaker)
                .first(row -> new Claim.Granted(row.number(1), row.position(2), row.number(7)));
        return granted == null ? Holder.refused(pipeline, holder(), throughBreaker) : granted;
    }

    /** @return false when the owner no longer holds the lease */
    boolean renew(String owner, Duration lease, Step step) throws SQLException {
        return sql.apply(StateSql.Name.RENEW)
                        .seconds(lease)
                        .text(step.phase())
                        .seconds(step.lasted())
                        .number(step.page())
                        .number(step.rows())
                        .text(pipeline)
                        .text(owner)
                        .update()
                == 1;
    }

    /** Creates the row when the pipeline is new. */
    Position position() throws SQLException {
        return orCreated(() -> of(StateSql.Name.POSITION).first(row -> row.position(1)));
    }

    /** Creates nothing: a new pipeline has no past. */
    PipelineStatus status(List<HistoryEntry> runs) throws SQLException {
        PipelineStatus status = stored(runs);
        return status == null ? StatusRow.unknown(pipeline, runs) : status;
    }

    /** Creates the row when the pipeline is new. */
    PipelineStatus found() throws SQLException {
        return orCreated(() -> stored(List.of()));
    }

    private @Nullable PipelineStatus stored(List<HistoryEntry> runs) throws SQLException {
        return sql.apply(StateSql.Name.STATUS)
                .time(ExtractRequest.BEGINNING)
                .text(pipeline)
                .first(row -> StatusRow.of(pipeline, row, runs));
    }

    /** @return whether there is a row */
    boolean isThere() throws SQLException {
        return of(StateSql.Name.BREAKER).first(row -> true) != null;
    }

    /** @return who holds the pipeline now, and until when */
    String holderInWords() throws SQLException {
        Holder holder = holder();
        return holder == null || holder.owner() == null ? "a run held the pipeline" : holder.inWords();
    }

    /** Does nothing when there is a row. */
    int create() throws SQLException {
        return of(StateSql.Name.CREATE).update();
    }

    /** @return the version after the step */
    long move(CursorMove move) throws SQLException {
        TableCounts loaded = move.loaded();
        StateStatement step = of(loaded == null ? StateSql.Name.MOVE : StateSql.Name.LOAD)
                .number(move.version())
                .text(move.owner())
                .json(json(move))
                .text(move.cursor() == null ? null : move.cursor().type())
                .time(move.window().fromAt())
                .time(move.window().beforeAt());
        Long version = (loaded == null ? step : counted(step, loaded)).first(row -> row.number(1));
        if (version == null) {
            throw Holder.stale(holder(), move);
        }
        return version;
    }

    private StateStatement counted(StateStatement step, TableCounts loaded) {
        return step.text(pipeline)
                .seconds(limits.retention())
                .number(loaded.staged())
                .number(loaded.inserted())
                .number(loaded.updated())
                .number(loaded.deleted())
                .number(loaded.unchanged())
                .number(loaded.postponed())
                .number(loaded.rejected());
    }

    /** @return whether the row is as the step leaves it */
    boolean taken(CursorMove move) throws SQLException {
        Boolean taken = sql.apply(StateSql.Name.TAKEN)
                .number(move.version())
                .text(move.owner())
                .json(json(move))
                .text(pipeline)
                .first(row -> row.truth(1));
        return taken != null && taken;
    }

    /** Creates the row when the pipeline is new. */
    int seek(StoredCursor cursor) throws SQLException {
        return of(StateSql.Name.SEEK)
                .json(cursor.json())
                .text(cursor.type())
                .truth(!Outlet.keepsValues(pipeline))
                .update();
    }

    /**
     * @return how many rows were changed: none of a pipeline that is new
     * @throws EtlException when a run holds it
     */
    int reset() throws SQLException {
        int reset = of(StateSql.Name.RESET).truth(!Outlet.keepsValues(pipeline)).update();
        Holder holder = reset == 0 ? holder() : null;
        if (holder != null) {
            throw holder.holdsAgainst(pipeline, "operation=reset");
        }
        return reset;
    }

    /** Creates the row when the pipeline is new. */
    int pause(boolean paused) throws SQLException {
        return of(StateSql.Name.PAUSE).truth(paused).update();
    }

    /** Kept, not judged: an open circuit breaker whose time has come stays open until told otherwise. */
    BreakerState breaker() throws SQLException {
        BreakerState kept = of(StateSql.Name.BREAKER).first(row -> row.breaker(1));
        return kept == null ? BreakerState.CLOSED : kept;
    }

    /** Creates the row when the pipeline is new. */
    int keepBreaker(BreakerState state) throws SQLException {
        return of(StateSql.Name.KEEP_BREAKER)
                .text(state.open() ? "OPEN" : "CLOSED")
                .time(state.until())
                .update();
    }

    /** @return 0 when there is no row */
    int closeBreaker() throws SQLException {
        return of(StateSql.Name.CLOSE_BREAKER).update();
    }

    /** @return null when nothing is known, or there is no row */
    @Nullable
    String madeOf() throws SQLException {
        Optional<String> madeOf = of(StateSql.Name.MADE_OF).first(row -> Optional.ofNullable(row.optional(1)));
        return madeOf == null ? null : madeOf.orElse(null);
    }

    /** @return whether it was {@code before} until now */
    boolean keepMadeOf(@Nullable String before, String madeOf) throws SQLException {
        return sql.apply(StateSql.Name.KEEP_MADE_OF)
                        .json(madeOf)
                        .text(pipeline)
                        .json(before)
                        .update()
                == 1;
    }

    /** @return 0 when there is no row */
    int adopt() throws SQLException {
        return of(StateSql.Name.ADOPT).update();
    }

    private <T> T orCreated(Query<T> query) throws SQLException {
        T found = query.run();
        if (found == null) {
            // no row written means that somebody else created it just now
            create();
            found = query.run();
        }
        if (found == null) {
            throw new SQLException("the pipeline's new row in etl_pipeline has been deleted");
        }
        return found;
    }

    private @Nullable Holder holder() throws SQLException {
        return of(StateSql.Name.HOLDER)
                .first(row -> new Holder(
                        row.truth(1), row.number(2), row.optional(3), row.time(4), row.truth(5), row.time(6)));
    }

    private static @Nullable String json(CursorMove move) {
        return move.cursor() == null ? null : move.cursor().json();
    }

    /** A statement whose first value is the pipeline. */
    private StateStatement of(StateSql.Name name) {
        return sql.apply(name).text(pipeline);
    }

    private interface Query<T> {
        @Nullable
        T run() throws SQLException;
    }
}
