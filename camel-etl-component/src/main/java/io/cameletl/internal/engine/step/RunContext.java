package io.cameletl.internal.engine.step;

import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.Source;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.PipelineEvents;
import io.cameletl.internal.engine.events.PipelineWatch;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.page.Memory;
import io.cameletl.internal.engine.page.Retry;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run, replay or single load, as all its parts see it. Made anew for each.
 *
 * @param spec what the pipeline is made of
 * @param driver where its pages and its position go
 * @param events tells its listeners
 * @param stopping says whether to end after the page in hand
 * @param watched bounds what it waits for at databases
 * @param lease the run's right to the pipeline; a single load claims none
 * @param counts what the run has done so far
 * @param watch looks at it until it is ended
 * @param progress what it does now
 */
public record RunContext<C>(
        PipelineSpec<C> spec,
        Driver driver,
        PipelineEvents events,
        BooleanSupplier stopping,
        WatchedRun watched,
        Lease lease,
        RunCounts counts,
        PipelineWatch watch,
        Progress progress) {
    /** Is to be {@linkplain #end() ended}. */
    public static <C> RunContext<C> begin(
            PipelineSpec<C> spec, Driver driver, PipelineEvents events, PipelineWatch watch, BooleanSupplier stopping) {
        Progress progress = watch.begin();
        PipelineEvents ofRun = events.ofRun(stopping);
        WatchedRun watched = ofRun.trace().around(driver.watch(stopping));
        return new RunContext<>(
                spec,
                driver,
                ofRun,
                stopping,
                watched,
                new Lease(
                        driver.store(),
                        spec.name(),
                        spec.settings().leaseDuration(),
                        watched,
                        progress,
                        watch.context()),
                new RunCounts(spec.name(), spec.settings().onFailure().maxRejectsPerRun(), events.now()),
                watch,
                progress);
    }

    /**
     * The same for a part of the run that is done by another thread.
     *
     * @param own its right to that part
     * @param ending whether to end after the page in hand
     */
    public RunContext<C> part(Lease own, BooleanSupplier ending) {
        return new RunContext<>(spec, driver, events, ending, watched, own, counts, watch, progress);
    }

    /** The same, reading other rows. */
    public RunContext<C> reading(Source<C> source) {
        PipelineSpec<C> other = new PipelineSpec<>(
                spec.name(), source, spec.transform(), spec.onlyTable(), spec.cursors(), spec.seed(), spec.settings());
        return new RunContext<>(other, driver, events, stopping, watched, lease, counts, watch, progress);
    }

    /** It is not looked at any more. */
    public void end() {
        watch.end(progress);
        events.trace().close();
    }

    /** @return tries the source and the transform again */
    public Retry readRetry() {
        return readRetry(() -> false);
    }

    /** @param unwanted whether nobody waits for what is read any more */
    public Retry readRetry(BooleanSupplier unwanted) {
        return retry(EtlException::isTransient, unwanted, () -> {});
    }

    /** @return tries the driver again */
    Retry writeRetry() {
        return retry(driver::isTransient, () -> false, () -> progress.enter(Phase.RETRY));
    }

    private Retry retry(Predicate<Throwable> isTransient, BooleanSupplier unwanted, Runnable waiting) {
        return new Retry(
                spec.settings().retry(),
                waitingHelps(isTransient),
                () -> unwanted.getAsBoolean() || stopping.getAsBoolean(),
                (attempt, attempts, delay, failure) -> {
                    waiting.run();
                    events.pageRetried(counts.runNumber(), attempt, attempts, delay, failure);
                });
    }

    /** A driver calls it a lack of resources when this process lacks memory for what was read: it would lack it again. */
    private static Predicate<Throwable> waitingHelps(Predicate<Throwable> isTransient) {
        return failure -> isTransient.test(failure) && !Memory.wasShort(failure);
    }

    /** Does what comes before the first page, and tries it again where it may pass. Told once, not per try. */
    public <T extends @Nullable Object> T starting(Phase phase, Callable<T> step) throws Exception {
        return step("begin", phase, step);
    }

    /** Does what comes after the last page, and tries it again where it may pass. Told once, not per try. */
    public <T extends @Nullable Object> T ending(Callable<T> step) throws Exception {
        return step("end", Phase.FINISH, step);
    }

    private <T extends @Nullable Object> T step(String name, Phase phase, Callable<T> step) throws Exception {
        Retry retry = new Retry(
                spec.settings().retry(),
                waitingHelps(failure -> EtlException.isTransient(failure) || driver.isTransient(failure)),
                stopping,
                (attempt, attempts, delay, failure) -> {
                    progress.enter(Phase.RETRY);
                    if (attempt == 1) {
                        events.runRetried(counts.runNumber(), name, attempts, failure);
                    }
                });
        return retry.call(() -> {
            progress.enter(phase);
            events.trace().entered(phase.name());
            return step.call();
        });
    }

    /** @return how many records of the next page may be left out */
    PageLimits limits() {
        return new PageLimits(counts.rejectsLeft(), spec.settings().onFailure().maxPostponed());
    }

    /**
     * Counts a page whose commit is certain, and tells of it.
     *
     * @param startedNanos when its load began
     */
    public PageReport committed(LoadedPage page, PageResult result, long startedNanos) {
        // Where several workers load pages, listeners hear of one after the other.
        synchronized (counts) {
            long waiting = lease.isShared() ? Math.max(counts.waiting(), result.waiting()) : result.waiting();
            PageReport report = counts.page(page, result, Duration.ofNanos(System.nanoTime() - startedNanos));
            counts.waiting(waiting);
            progress.committed(page.rows());
            events.trace().committed(report, page.read().startedNanos(), startedNanos);
            events.pageCommitted(report, result, page.replayed());
            events.schemaChanged(report.runNumber(), driver.schemaNews());
            return report;
        }
    }
}
