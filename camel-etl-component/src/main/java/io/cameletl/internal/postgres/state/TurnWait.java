package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the loads of one pipeline take turns: a load locks the pipeline's row until its transaction ends. The lock is
 * asked for once the page is in staging, before anything of the target is touched; or, where records wait that it is to
 * be joined with, before anything else. So no two loads of a pipeline can
 * wait for each other's rows, and none waits for another's {@code COPY}.
 */
final class TurnWait {
    private static final Log LOG = Log.of(TurnWait.class);
    private static final String SAVEPOINT = "etl_turn";

    private final String pipeline;
    private final Connection connection;
    private final PipelineState state;
    private final Patience patience;

    /**
     * How long a load waits for its turn.
     *
     * @param told how long it waits before it is said in the log, and said again
     * @param limit after how long it gives up
     */
    record Patience(Duration told, Duration limit) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofMinutes(5));
    }

    TurnWait(String pipeline, Connection connection, PipelineState state, Patience patience) {
        this.pipeline = pipeline;
        this.connection = connection;
        this.state = state;
        this.patience = patience;
    }

    /**
     * @return the position, which stays so until the transaction ends
     * @throws StaleLeaseException when a run holds the pipeline
     * @throws EtlException when the turn did not come
     */
    Position take() throws SQLException {
        Position position = ask(StateSql.Name.TAKE_TURN);
        return position == null ? await() : position;
    }

    private Position await() throws SQLException {
        long since = System.nanoTime();
        Sql.run(connection, "SAVEPOINT " + SAVEPOINT);
        while (true) {
            try {
                String usual = lockTimeout(patience.told().toMillis() + "ms");
                state.row().create();
                Position position = Objects.requireNonNull(ask(StateSql.Name.AWAIT_TURN));
                lockTimeout(usual);
                Sql.run(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
                return position;
            } catch (SQLException e) {
                Duration waited = Duration.ofNanos(System.nanoTime() - since);
                if (!isTimeout(e)) {
                    throw e;
                }
                if (waited.compareTo(patience.limit()) >= 0) {
                    throw new EtlException(
                            pipeline,
                            "a load has waited for its turn for " + waited.toSeconds()
                                    + " s and gives up; nothing of its"
                                    + " page was written. Somebody keeps the pipeline's row in etl_pipeline locked, as by"
                                    + " a transaction left open: see pg_stat_activity. Or so many loads come at once that"
                                    + " they take longer than that: let fewer consumers load",
                            e);
                }
                LOG.warn(
                        pipeline,
                        "pipeline \"{}\": a load has been waiting for its turn for {} s",
                        pipeline,
                        waited.toSeconds());
                Sql.run(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT); // which brings back lock_timeout, too
            }
        }
    }

    /** @return the position; null when the row was not to be had */
    private @Nullable Position ask(StateSql.Name statement) throws SQLException {
        return state.statement(statement).text(pipeline).first(row -> {
            if (row.truth(6)) {
                throw new StaleLeaseException(
                        pipeline,
                        state.row().holderInWords()
                                + ". Nothing of this page was written; load it again when the run has" + " ended",
                        null);
            }
            return row.position(1);
        });
    }

    /** @return how long the transaction waited for a lock before */
    private String lockTimeout(String timeout) throws SQLException {
        return Objects.requireNonNull(
                state.statement(StateSql.Name.LOCK_TIMEOUT).text(timeout).first(row -> row.text(1)));
    }

    /** A statement_timeout of the session may be shorter than the wait. */
    private static boolean isTimeout(SQLException e) {
        return SqlStates.is(SqlStates.LOCK_NOT_AVAILABLE, e) || SqlStates.is(SqlStates.QUERY_CANCELED, e);
    }
}
