package io.cameletl.internal.engine;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.EtlException;
import io.cameletl.PipelineBreaker.GuardedPipeline;
import io.cameletl.PipelineListener;
import io.cameletl.PipelinePlan;
import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.events.Moment;
import io.cameletl.internal.engine.events.PipelineEvents;
import io.cameletl.internal.engine.events.PipelineWatch;
import io.cameletl.internal.engine.reconcile.DuePass;
import io.cameletl.internal.engine.reconcile.FullRun;
import io.cameletl.internal.engine.run.Run;
import io.cameletl.internal.engine.spec.Declaration;
import io.cameletl.internal.engine.spec.PassSchedule;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.RunContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
    private final PipelineWatch watch;
    private volatile @Nullable Instant missedTick;
    private volatile @Nullable PassSettings full;
    private volatile @Nullable PassingRuns<C> passing;

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
        this.watch = new PipelineWatch(spec.name(), declared.context(), spec.settings(), driver, events);
        this.startCheck = new StartCheck<>(spec, driver, declared, events);
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
     * {@link PagesOfRoute#next} checks everything before it does anything.
     *
     * @param source looks at the source
     * @throws EtlException when not, or when a database cannot be reached
     */
    public void check(SourceCheck<C> source) {
        startCheck.check(source);
    }

    /** @param source looks at each cursor that {@link ByHand#seek} is to set */
    public void checkCursorsBy(SourceCheck<C> source) {
        startCheck.ofCursors(source);
    }

    /** @return what it would create, alter and run; nothing is changed */
    public PipelinePlan plan() {
        return startCheck.plan();
    }

    /** Looks at it by time from now on: whether it is late, or a run stands still. */
    public void watch() {
        watch.start();
    }

    /**
     * Its schedule should have started a run and has not.
     *
     * @param state of its trigger
     */
    public void scheduleNotFiring(Instant expected, String state) {
        missedTick = expected;
        events.noted(
                Kind.SCHEDULE_NOT_FIRING,
                state,
                new EtlEvent.ScheduleNotFiring(spec.name(), events.now(), expected, state));
    }

    /** Its schedule fires. */
    public void scheduleFired() {
        missedTick = null;
        events.over(Kind.SCHEDULE_NOT_FIRING);
    }

    /** @return how it is now, in this process; asks no database */
    public Moment moment() {
        return watch.moment().and(new Moment(null, false, null, false, false, missedTick));
    }

    /** Looks at it no more. */
    public void unwatch() {
        watch.close();
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
        return run(stopping, breaker.isProbing());
    }

    RunReport run(BooleanSupplier stopping, boolean probe) {
        PassSettings settings = full;
        PassingRuns<C> runs = passing;
        if (runs != null && !probe) {
            return runs.run(stopping);
        }
        if (settings == null) {
            return new Run<>(context(stopping), startCheck::checkLate).execute(probe);
        }
        ComparedPipeline<C> compared = ComparedPipeline.of(spec, driver);
        return new FullRun<>(context(stopping), startCheck::checkLate, settings, compared.source(), compared.target())
                .execute(probe);
    }

    /** Each run is a pass over all rows of the source from now on. To be said before the first. */
    public void runByFullPasses(PassSettings settings) {
        full = settings;
    }

    /**
     * Runs that a trigger starts go over all rows now and then, besides what they load, from now on. To be said before the
     * first.
     *
     * @throws EtlException when the pipeline's source and target cannot be compared
     */
    public void passNowAndThen(PassSettings settings, PassSchedule schedule) {
        passing = new PassingRuns<>(
                this,
                ComparedPipeline.of(spec, driver),
                settings,
                new DuePass(spec.name(), schedule, store().passes(), System::nanoTime));
    }

    /** @throws EtlException when its source and target cannot be compared, so that it would never be verified */
    public void requireComparable() {
        ComparedPipeline.of(spec, driver);
    }

    /** @return whether its source and target can be compared */
    public boolean isComparable() {
        try {
            requireComparable();
            return true;
        } catch (EtlException e) {
            return false;
        }
    }

    /** @return whether each run is a pass over all rows */
    boolean isFull() {
        return full != null;
    }

    /** @return what a route does that extracts the pages by itself */
    public PagesOfRoute<C> pages() {
        return new PagesOfRoute<>(this);
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
    public boolean isBreakerClosedElsewhere(Instant until) {
        return breaker.isClosedElsewhere(until);
    }

    @Override
    public void breakerFoundClosed() {
        breaker.foundClosed();
    }

    @Override
    public PipelineStatus status() {
        requireKnown();
        return watch.current(store().status(spec.name()));
    }

    /** @return what somebody can do to it by hand, each thing written down with who did it */
    public ByHand<C> by(Actor who) {
        return new ByHand<>(this, who);
    }

    /** @return what was done by hand, newest first, at most 10 */
    public List<DoneAction> actions() {
        requireKnown();
        return store().actions().newest(spec.name());
    }

    /** @return the newest comparisons of source and target, newest first, at most 10 */
    public List<VerificationReport> verifications() {
        requireKnown();
        return store().passes().newest(spec.name());
    }

    /** A name that nobody declares may be mistyped: it must not become a pipeline, and its status not be that of one. */
    void requireKnown() {
        if (!declared.pipeline() && !store().has(spec.name())) {
            throw new EtlException(
                    spec.name(),
                    "there is no such pipeline in the state tables. Check the name, dataSource and stateSchema; a pipeline"
                            + " is there once an endpoint that runs or loads it has started");
        }
    }

    PipelineEvents events() {
        return events;
    }

    KeptBreaker breaker() {
        return breaker;
    }

    StartCheck<C> startCheck() {
        return startCheck;
    }

    Declaration declared() {
        return declared;
    }

    Driver driver() {
        return driver;
    }

    PipelineStore store() {
        return driver.store();
    }

    RunContext<C> context(BooleanSupplier stopping) {
        return RunContext.begin(spec, driver, events, watch, stopping);
    }
}
