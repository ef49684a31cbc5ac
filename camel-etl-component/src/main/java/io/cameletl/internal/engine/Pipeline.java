package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineBreaker.GuardedPipeline;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.run.PipelineEvents;
import io.cameletl.internal.engine.run.Replay;
import io.cameletl.internal.engine.run.Run;
import io.cameletl.internal.engine.run.RunContext;
import io.cameletl.internal.engine.run.SingleLoad;
import io.cameletl.internal.engine.run.StartingPoint;
import io.cameletl.internal.engine.spec.CursorAhead;
import io.cameletl.internal.engine.spec.Declaration;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A named, incremental sync. Thread-safe: of several runs at once, in this JVM or others, one works and the others
 * report {@code BUSY}.
 */
public final class Pipeline<C> implements GuardedPipeline {
    private final PipelineSpec<C> spec;
    private final Driver driver;
    private final Declaration declared;
    private final PipelineEvents events;
    private final StartCheck<C> startCheck;
    private final KeptBreaker breaker;

    /**
     * The answer to "what is next?".
     *
     * @param request what to read
     * @param version the position's version; a load that names it cannot overtake another
     */
    public record NextPage<C>(ExtractRequest<C> request, long version) {}

    /**
     * @param spec what it is made of
     * @param driver writes its pages and keeps its position
     * @param listeners hear what it does
     * @param clock dates its reports; windows and leases go by the databases' clocks
     */
    public Pipeline(PipelineSpec<C> spec, Driver driver, List<? extends PipelineListener> listeners, Clock clock) {
        this(spec, driver, Declaration.WHOLE, listeners, clock);
    }

    /** @param declared what is said of it; one that is not declared must be there already */
    public Pipeline(
            PipelineSpec<C> spec,
            Driver driver,
            Declaration declared,
            List<? extends PipelineListener> listeners,
            Clock clock) {
        this.spec = spec;
        this.driver = driver;
        this.declared = declared;
        this.events = new PipelineEvents(spec, listeners, clock);
        this.breaker = new KeptBreaker(spec.name(), driver.store(), events);
        this.startCheck = new StartCheck<>(spec, driver, declared);
    }

    @Override
    public String name() {
        return spec.name();
    }

    /** @return what it is made of */
    public PipelineSpec<C> spec() {
        return spec;
    }

    /**
     * Checks that source, target and options go together, and that the store can be written and holds a cursor of the
     * pipeline's type, or none. Where a database cannot be reached, all else is checked, and the next run, load or
     * {@link #next} checks everything before it does anything.
     *
     * @param source looks at the source
     * @throws EtlException when not, or when a database cannot be reached
     */
    public void check(SourceCheck<C> source) {
        startCheck.check(source);
    }

    /** @param source looks at each cursor that {@link #seek} is to set */
    public void checkCursorsBy(SourceCheck<C> source) {
        startCheck.ofCursors(source);
    }

    /**
     * Loads pages until the window is drained. While the circuit breaker that is kept with the pipeline is open, also
     * by another process, nothing is done; only this process's own probe is let through.
     *
     * @param stopping asked between pages; when it says true, the run ends after the page in hand
     * @return what it did
     * @throws EtlException when a page could not be loaded; the run is recorded and listeners were told
     */
    public RunReport run(BooleanSupplier stopping) {
        return new Run<>(context(stopping), startCheck::checkLate).execute(breaker.isProbing());
    }

    /**
     * Reads the position and opens a window, or resumes the open one: what {@link #load} takes up again.
     *
     * @return the next page's request and the version it starts from
     * @throws Exception what the source's clock threw
     */
    public NextPage<C> next() throws Exception {
        startCheck.checkLate();
        Position position = driver.store().position(spec.name());
        StartingPoint<C> start = StartingPoint.of(spec, position, spec.source().now());
        Window window = start.window();
        C after = start.after();
        long version = position.version();
        if (start.opened()) {
            StoredCursor from =
                    after != null && start.lookedBack() ? spec.cursors().encode(after) : null;
            version = driver.store().move(new CursorMove(spec.name(), null, version, from, window));
        }
        return new NextPage<>(
                new ExtractRequest<>(
                        spec.name(), after, spec.settings().pageSize(), window.fromAt(), window.beforeAt()),
                version);
    }

    /**
     * Loads one page that a route extracted itself, and commits its cursor with it, durably.
     *
     * @param page the rows, transformed or not, and their end cursor
     * @param version the version that {@link #next()} named; null to start from whatever it is now
     * @return what became of the page
     * @throws StaleLeaseException when the position has moved since {@code version}, or somebody runs the pipeline
     * @throws Exception when the page could not be loaded; nothing was written
     */
    public PageReport load(ExtractResponse<C> page, @Nullable Long version) throws Exception {
        startCheck.checkLate();
        return new SingleLoad<>(context(() -> false)).load(page, version);
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
        requireKnown();
        return new Replay<>(context(stopping), Set.copyOf(pages)).execute();
    }

    /**
     * Lets runs do nothing, or something again. A run in progress goes on to its end.
     *
     * @return the status after it
     */
    public PipelineStatus pause(boolean paused) {
        requireKnown();
        driver.store().pause(spec.name(), paused);
        return status();
    }

    @Override
    public RunReport refused(String message) {
        return new Run<>(context(() -> false), () -> {}).refuse(message);
    }

    @Override
    public void breakerOpened(Instant until) {
        breaker.opened(until);
    }

    @Override
    public void breakerHalfOpened(Instant until) {
        breaker.halfOpened(until);
    }

    @Override
    public void breakerClosed() {
        breaker.closed();
    }

    @Override
    public PipelineStatus status() {
        requireKnown();
        return driver.store().status(spec.name());
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
        requireKnown();
        CursorAhead.checkGiven(spec, cursor);
        StoredCursor stored = driver.store().status(spec.name()).position().cursor();
        declared.checkSeek(spec.name(), spec.cursors(), stored);
        StoredCursor sought = spec.cursors().encode(cursor, stored);
        startCheck.checkCursor(cursor);
        driver.store().seek(spec.name(), sought);
        new IdentityCheck(spec.name(), driver.store()).forgetCursor();
        return status();
    }

    /**
     * Forgets what the pipeline was made of: the next that starts under its name takes over its position.
     *
     * @return the status after it
     */
    public PipelineStatus adopt() {
        requireKnown();
        driver.store().adopt(spec.name());
        return status();
    }

    /** A name that nobody declares may be mistyped: it must not become a pipeline, and its status not be that of one. */
    private void requireKnown() {
        if (!declared.pipeline() && !driver.store().has(spec.name())) {
            throw new EtlException(
                    spec.name(),
                    "there is no such pipeline in the state tables. Check the name, dataSource and stateSchema; a pipeline"
                            + " is there once an endpoint that runs or loads it has started");
        }
    }

    private RunContext<C> context(BooleanSupplier stopping) {
        return new RunContext<>(spec, driver, events, stopping);
    }
}
