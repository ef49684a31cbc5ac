package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.StoredCursor;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.Action;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.reconcile.Reconciliation;
import io.cameletl.internal.engine.reconcile.TransformedVerification;
import io.cameletl.internal.engine.reconcile.Verification;
import io.cameletl.internal.engine.run.Reload;
import io.cameletl.internal.engine.run.Replay;
import io.cameletl.internal.engine.spec.CursorAhead;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.ReloadRange;
import io.cameletl.internal.engine.survey.SurveyedTables;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What somebody does to a pipeline by hand. Each thing is written down: with the change, in one transaction; or before it,
 * where it is more than one. All of it is refused of a pipeline that is not there. Thread-safe.
 */
public final class ByHand<C> {
    private final Pipeline<C> pipeline;
    private final PipelineSpec<C> spec;
    private final PipelineStore store;
    private final Actor who;

    ByHand(Pipeline<C> pipeline, Actor who) {
        this.pipeline = pipeline;
        this.spec = pipeline.spec();
        this.store = pipeline.store();
        this.who = who;
    }

    /**
     * A run past the schedule and through an open circuit breaker, which is closed once it has loaded what there was.
     *
     * @param stopping asked between pages
     * @return what it did
     * @throws EtlException when a page could not be loaded
     */
    public RunReport run(BooleanSupplier stopping) {
        write(new Action(Action.Kind.RUN, who));
        RunReport report = pipeline.run(stopping, true);
        boolean well = report.outcome() == RunOutcome.DRAINED || report.outcome() == RunOutcome.PAGE_LIMIT;
        if (well && store.breaker(spec.name()).open()) {
            pipeline.breaker().close(who);
        }
        return report;
    }

    /** Writes down that the runs in hand are to end after their page. */
    public void stop() {
        write(new Action(Action.Kind.STOP, who));
    }

    /**
     * Loads skipped pages and rejected records again; those that succeed leave their ledgers.
     *
     * @param pages the skipped pages to load, by their numbers in the ledger; empty for all pages and all records
     * @param stopping asked between pages
     * @return what it did
     * @throws EtlException when a page failed again; it and those after it stay in the ledger
     */
    public RunReport replay(Set<Long> pages, BooleanSupplier stopping) {
        return replay(LedgerChoice.pages(pages), stopping);
    }

    /** The same for lines of both ledgers. */
    public RunReport replay(LedgerChoice lines, BooleanSupplier stopping) {
        write(new Action(Action.Kind.REPLAY, who, lines.details()));
        return new Replay<>(pipeline.context(stopping), lines).execute();
    }

    /**
     * Reads rows again, without moving the cursor.
     *
     * @param stopping asked between pages
     * @return what it did
     * @throws EtlException when a page failed, or the source cannot find such rows
     */
    public RunReport reload(ReloadRange range, BooleanSupplier stopping) {
        pipeline.requireKnown();
        if (pipeline.isFull() && !range.isKeyed()) {
            throw new EtlException(
                    spec.name(),
                    "operation=reload cannot tell change times with mode=full. Give the keys to read again in CamelEtlKeys, or the first and"
                            + " the last in CamelEtlFromKey and CamelEtlToKey");
        }
        ComparedSource<C> keyed = range.isKeyed() ? ComparedPipeline.keyed(spec) : null;
        write(new Action(Action.Kind.RELOAD, who, range.details()));
        return new Reload<>(pipeline.context(stopping), range, keyed, pipeline.isFull()).execute();
    }

    /**
     * Compares the source with the target, and changes neither.
     *
     * @param stopping asked between ranges of keys; the next pass goes on where this one stopped
     * @return what it found
     * @throws EtlException when the two cannot be compared, or a database could not be asked
     */
    public VerificationReport verify(PassSettings settings, BooleanSupplier stopping) {
        pipeline.requireKnown();
        if (!ComparedPipeline.isStraight(spec)) {
            SurveyedTables tables = ComparedPipeline.tables(spec, pipeline.driver());
            write(new Action(Action.Kind.VERIFY, who));
            return new TransformedVerification<>(pipeline.context(stopping), settings, tables).execute();
        }
        ComparedPipeline<C> compared = ComparedPipeline.of(spec, pipeline.driver());
        write(new Action(Action.Kind.VERIFY, who));
        return new Verification<>(pipeline.context(stopping), settings, compared.source(), compared.target()).execute();
    }

    /**
     * Compares the source with the target, and repairs the target.
     *
     * @param stopping asked between ranges and pages; the next pass goes on where this one stopped
     * @return what it found and did
     * @throws EtlException when the two cannot be compared, the target must not be repaired so, or a page failed
     */
    public ReconciliationReport reconcile(PassSettings settings, BooleanSupplier stopping) {
        pipeline.requireKnown();
        ComparedPipeline<C> compared = ComparedPipeline.of(spec, pipeline.driver());
        write(new Action(Action.Kind.RECONCILE, who));
        return new Reconciliation<>(pipeline.context(stopping), settings, compared.source(), compared.target())
                .execute();
    }

    /**
     * Gives up lines of the ledgers for ever: what they stand for is not in the target, and nothing brings it any more but a
     * change at the source. A replay in progress that meanwhile loads one of them again fails, and says so.
     *
     * @return how many lines there were
     */
    public long discard(LedgerChoice lines) {
        pipeline.requireKnown();
        return store.actions().discard(spec.name(), lines, who);
    }

    /**
     * Lets runs do nothing, or something again. A run in progress goes on to its end.
     *
     * @return the status after it
     */
    public PipelineStatus pause(boolean paused) {
        pipeline.requireKnown();
        store.actions().pause(spec.name(), paused, who);
        pipeline.events().asides().paused(paused);
        return pipeline.status();
    }

    /**
     * Lets runs through again, in all processes: each sees it at its next trigger.
     *
     * @return the status after it
     */
    public PipelineStatus closeBreaker() {
        pipeline.requireKnown();
        pipeline.breaker().close(who);
        return pipeline.status();
    }

    /**
     * Sets the cursor and forgets the open window. A run in progress can commit no more pages and fails; the next run
     * starts after the cursor.
     *
     * @return the status after it
     * @throws EtlException when the pipeline is not there, or its runs would refuse the cursor
     * @throws Exception what the source's clock threw
     */
    public PipelineStatus seek(C cursor) throws Exception {
        pipeline.requireKnown();
        CursorAhead.checkGiven(spec, cursor);
        StoredCursor stored = store.status(spec.name()).position().cursor();
        pipeline.declared().checkSeek(spec.name(), spec.cursors(), stored);
        StoredCursor sought = spec.cursors().encode(cursor, stored);
        pipeline.startCheck().checkCursor(cursor);
        store.actions().seek(spec.name(), sought, who);
        new IdentityCheck(spec.name(), store).forgetCursor();
        return pipeline.status();
    }

    /**
     * Forgets the cursor and the window: the next run starts from the seed, as a new pipeline's.
     *
     * @param ledgers whether skipped pages, rejected and postponed records are given up, too
     * @return the status after it
     * @throws EtlException when the pipeline is not there, or a run is under way; nothing was changed
     */
    public PipelineStatus reset(boolean ledgers) {
        pipeline.requireKnown();
        store.actions().reset(spec.name(), ledgers, who);
        new IdentityCheck(spec.name(), store).forgetCursor();
        return pipeline.status();
    }

    /**
     * Forgets what the pipeline was made of: the next that starts under its name takes over its position.
     *
     * @return the status after it
     */
    public PipelineStatus adopt() {
        pipeline.requireKnown();
        store.actions().adopt(spec.name(), who);
        return pipeline.status();
    }

    private void write(Action action) {
        pipeline.requireKnown();
        store.actions().write(spec.name(), action);
    }
}
