package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.state.TurnWait.Patience;
import io.cameletl.internal.server.OpenSchemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pipeline's part of the state tables, on one connection: its row, its history and its ledgers. */
final class PipelineState {
    private static final Log LOG = Log.of(PipelineState.class);

    private final Connection connection;
    private final StateSql sql;
    private final HistoryLimits limits;
    private final String pipeline;

    PipelineState(Connection connection, StateSql sql, HistoryLimits limits, String pipeline) {
        this.connection = connection;
        this.sql = sql;
        this.limits = limits;
        this.pipeline = pipeline;
    }

    PipelineRow row() {
        return new PipelineRow(pipeline, limits, this::statement);
    }

    RunHistory history() {
        return new RunHistory(pipeline, limits, this::statement);
    }

    ShardRows shards() {
        return new ShardRows(pipeline, this::statement);
    }

    PassRows passes() {
        return new PassRows(pipeline, this::statement);
    }

    ActionLog actions() {
        return new ActionLog(pipeline, this::statement);
    }

    SkippedPageLedger skippedPages() {
        return new SkippedPageLedger(pipeline, this::statement);
    }

    RejectedRecordLedger rejectedRecords() {
        return new RejectedRecordLedger(pipeline, this::statement);
    }

    /**
     * Takes a step of the position, and then removes the ledgers' entries that the step has dealt with: its lock on the
     * pipeline's row keeps others out. An entry that is gone already was dealt with by somebody else since it was read:
     * what it stands for must not be loaded a second time.
     *
     * @return the version after it
     * @throws StaleLeaseException when the step cannot be taken, or an entry is not there
     */
    long move(CursorMove move) throws SQLException {
        long version = move.shard() == null ? row().move(move) : shards().move(move, move.shard());
        remove(
                StateSql.Name.REMOVE_SKIPPED_PAGES,
                "skipped pages",
                move.replayed().skippedPages());
        remove(
                StateSql.Name.REMOVE_REJECTED_RECORDS,
                "rejected records",
                move.replayed().rejectedRecords());
        if (move.pass() != null) {
            passes().keep(move.owner(), move.pass());
        }
        return version;
    }

    /** @return whether a step was taken whose commit got no answer */
    boolean taken(CursorMove move) throws SQLException {
        return move.shard() == null ? row().taken(move) : shards().taken(move, move.shard());
    }

    /** @throws StaleLeaseException when not all of them are rejected now */
    int giveUp(String owner, List<RejectedRecord> postponed) throws SQLException {
        int rejected = rejectedRecords().giveUp(owner, postponed);
        if (rejected != postponed.size()) {
            throw new StaleLeaseException(
                    pipeline, "the lease is another holder's now; the postponed records stay postponed", null);
        }
        return rejected;
    }

    /** @return how many lines of the ledgers there were, and are no more */
    long discard(LedgerChoice lines) throws SQLException {
        return discard(StateSql.Name.DISCARD_SKIPPED_PAGES, lines.skippedPages())
                + discard(StateSql.Name.DISCARD_REJECTED_RECORDS, lines.rejectedRecords());
    }

    /** The same of everything, and of what waits for rows that it refers to. */
    long discardAll() throws SQLException {
        return discard(LedgerChoice.ALL)
                + statement(StateSql.Name.DISCARD_POSTPONED_RECORDS)
                        .text(pipeline)
                        .update();
    }

    private long discard(StateSql.Name statement, @Nullable Set<Long> numbers) throws SQLException {
        return statement(statement)
                .text(pipeline)
                .truth(numbers == null)
                .numbers(numbers == null ? Set.of() : numbers)
                .update();
    }

    private void remove(StateSql.Name statement, String what, List<Long> ids) throws SQLException {
        List<Long> distinct = ids.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return;
        }
        int removed = statement(statement).text(pipeline).numbers(distinct).update();
        if (removed != distinct.size()) {
            throw new StaleLeaseException(
                    pipeline,
                    (distinct.size() - removed) + " of the " + what + " that this page loads again have left the"
                            + " ledger since they were read. Nothing of this page was written; the next replay reads"
                            + " the ledger again",
                    null);
        }
    }

    /** Everything that is known of the pipeline, in two statements. */
    PipelineStatus status() throws SQLException {
        return row().status(history().newest());
    }

    /**
     * Looks up what the role may do: one that cannot write the ledgers would lose what they are for.
     *
     * @throws EtlException naming what to grant, when the role lacks anything
     */
    void checkRights() throws SQLException {
        statement(StateSql.Name.RIGHTS).text(sql.schema()).first(row -> {
            String lacking = row.optional(1);
            if (lacking != null) {
                throw new EtlException(
                        pipeline,
                        "the role \"" + row.text(2) + "\" may not keep the pipeline's state: it lacks " + lacking
                                + ". Grant it " + StateTables.GRANTS);
            }
            return true;
        });
    }

    void warnOfOpenSchemas() throws SQLException {
        OpenSchemas.warnings(connection, "stateDataSource")
                .forEach(warning -> LOG.warn(pipeline, "pipeline \"{}\": {}", pipeline, warning));
    }

    /** @return the position, locked until the transaction ends */
    Position turn(Patience patience) throws SQLException {
        return new TurnWait(pipeline, connection, this, patience).take();
    }

    StateStatement statement(StateSql.Name name) {
        return new StateStatement(connection, sql.get(name));
    }
}
