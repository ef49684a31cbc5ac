package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.internal.engine.driver.ActionStore;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.ShardStore;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.state.TurnWait.Patience;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pipelines' state in tables of a PostgreSQL database (15 or newer): the pipelines' rows, their history, loads and
 * actions, and both ledgers. Their DDL is the resource {@code io/cameletl/state/schema.sql}. Thread-safe; each call takes a
 * connection of the data source, under autocommit or not, and gives it back as it was, but for the methods that work
 * inside the caller's transaction.
 */
public final class JdbcPipelineStore implements PipelineStore {
    private final StateDatabase database;
    private final OwnSteps steps;
    private final ActionStore actions;
    private final LoadTurns turns;
    private final ShardStore shards;
    private final PassStore passes;

    /** A store that keeps its history as the options have it when they are not set. */
    public JdbcPipelineStore(DataSource dataSource, @Nullable String schema, boolean createTables) {
        this(dataSource, schema, createTables, HistoryLimits.USUAL);
    }

    /**
     * Reaches for nothing yet: the tables are looked for, and made, at the first call.
     *
     * @param dataSource the database of the state
     * @param schema the schema of the tables, taken literally; null for the first schema of the session's search path
     * @param createTables whether to create the tables, and the schema when one is named, that are not there; also
     *     those that an earlier version did not have
     * @param limits for how long its history is kept
     * @throws IllegalArgumentException when the schema cannot be a name in PostgreSQL
     */
    public JdbcPipelineStore(
            DataSource dataSource, @Nullable String schema, boolean createTables, HistoryLimits limits) {
        this(dataSource, schema, createTables, limits, Patience.USUAL);
    }

    /** @param patience how long loads wait for their turns */
    JdbcPipelineStore(
            DataSource dataSource,
            @Nullable String schema,
            boolean createTables,
            HistoryLimits limits,
            Patience patience) {
        this.database = new StateDatabase(dataSource, new StateTables(schema, createTables), limits);
        this.steps = new OwnSteps(database);
        this.actions = new RecordedActions(database);
        this.turns = new LoadTurns(database, patience);
        this.shards = new JdbcShardStore(database, steps);
        this.passes = new PassLedger(database);
    }

    @Override
    public Claim claim(String pipeline, String owner, Duration lease, boolean throughBreaker) {
        return database.call(pipeline, "claim the lease", state -> state.row().claim(owner, lease, throughBreaker));
    }

    /**
     * Checks that the store can be written: positions, history and both ledgers.
     *
     * @param apart whether nobody else looks at this database
     * @throws EtlException naming what is missing, when not
     */
    public void check(String pipeline, boolean apart) {
        database.call(pipeline, "look up its rights on the state tables", state -> {
            state.checkRights();
            if (apart) {
                state.warnOfOpenSchemas();
            }
            return true;
        });
    }

    @Override
    public boolean renew(String pipeline, String owner, Duration lease, Step step) {
        return database.call(pipeline, "renew the lease", state -> state.row().renew(owner, lease, step));
    }

    @Override
    public Position position(String pipeline) {
        return database.call(pipeline, "read the cursor", state -> state.row().position());
    }

    @Override
    public PipelineStatus found(String pipeline) {
        return database.call(pipeline, "read the cursor", state -> state.row().found());
    }

    /** @throws io.cameletl.StaleLeaseException also when an entry that the step is to remove has left its ledger */
    @Override
    public long move(CursorMove move) {
        return move(move, List.of());
    }

    /**
     * Takes a step of the position on its own, together with the records of its page that were set aside: for targets
     * whose transactions this store's database has no part in.
     *
     * @param move the step
     * @param rejected records for the ledger; their ids are not looked at
     * @return the version after it
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more, or an entry that it is to
     *     remove has left its ledger; the ledgers are as before
     */
    public long move(CursorMove move, List<RejectedRecord> rejected) {
        return steps.move(move, rejected);
    }

    /**
     * @param connection a transaction, which must be READ COMMITTED and on the database of this store
     * @return what a page does to the state in its own transaction
     */
    public PageState within(Connection connection) {
        return new PageState(database, connection);
    }

    @Override
    public PassStore passes() {
        return passes;
    }

    /** @return lets loads that are no part of a run take turns */
    public LoadTurns turns() {
        return turns;
    }

    /**
     * Looks tables up, as this store's sessions see them.
     *
     * @return what tells one table from another, in the names' order; empty for a name that stands for none
     */
    public List<String> identities(String pipeline, List<QualifiedName> tables) {
        return database.call(
                pipeline, "look up tables", state -> state.rejectedRecords().identities(tables));
    }

    @Override
    public boolean taken(CursorMove move) {
        return steps.taken(move);
    }

    /** Does nothing for a run that did nothing, whose number is 0: it holds no lease and has no place in the history. */
    @Override
    public Optional<Reckoning> finish(String owner, RunReport run, @Nullable DrainedWindow drained, boolean reckoned) {
        return run.runNumber() == 0
                ? Optional.empty()
                : database.call(run.pipeline(), "record run " + run.runNumber(), state -> state.history()
                        .finish(owner, run, drained, reckoned));
    }

    @Override
    public void skip(SkippedPage page, CursorMove move) {
        steps.skip(page, move);
    }

    @Override
    public List<SkippedPage> skippedPages(String pipeline) {
        return database.call(pipeline, "read the skipped pages", state -> state.skippedPages()
                .all());
    }

    @Override
    public List<RejectedRecord> rejectedRecords(String pipeline, long after, int pageSize) {
        return database.call(pipeline, "read the rejected records", state -> state.rejectedRecords()
                .after(after, pageSize));
    }

    @Override
    public List<RejectedRecord> postponedRecords(String pipeline, @Nullable Instant before) {
        return database.call(pipeline, "read the postponed records", state -> state.rejectedRecords()
                .postponed(before));
    }

    @Override
    public void reject(String pipeline, String owner, List<RejectedRecord> postponed) {
        database.transaction(pipeline, "give up postponed records", state -> state.giveUp(owner, postponed));
    }

    @Override
    public BreakerState breaker(String pipeline) {
        return database.call(
                pipeline, "read the circuit breaker", state -> state.row().breaker());
    }

    /** Times are kept to the microsecond, cut. */
    @Override
    public void breaker(String pipeline, BreakerState breaker) {
        database.call(pipeline, "keep the circuit breaker", state -> state.row().keepBreaker(breaker));
    }

    @Override
    public @Nullable String madeOf(String pipeline) {
        return database.call(
                        pipeline,
                        "read what it is made of",
                        state -> Optional.ofNullable(state.row().madeOf()))
                .orElse(null);
    }

    @Override
    public boolean madeOf(String pipeline, @Nullable String before, String madeOf) {
        return database.call(
                pipeline, "keep what it is made of", state -> state.row().keepMadeOf(before, madeOf));
    }

    @Override
    public ActionStore actions() {
        return actions;
    }

    @Override
    public ShardStore shards() {
        return shards;
    }

    @Override
    public boolean has(String pipeline) {
        return database.call(
                pipeline, "look for the pipeline", state -> state.row().isThere());
    }

    @Override
    public PipelineStatus status(String pipeline) {
        return database.call(pipeline, "read the status", PipelineState::status);
    }
}
