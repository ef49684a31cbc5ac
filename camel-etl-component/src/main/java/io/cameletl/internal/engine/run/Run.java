package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline. The page protocol, whose steps 5 to 10 are the {@link PageWriter}'s:
 *
 * <ol>
 *   <li>Claim the lease. Someone else's live lease: the run ends as {@code BUSY}, no error; {@code PAUSED} or {@code
 *       OPEN} likewise.
 *   <li>Read cursor, window and version (with the claim). No open window: freeze one that ends at the source's now less
 *       the consistency delay. It is stored with the first page's step; until then nothing depends on it.
 *   <li>Extract page n+1 while page n loads.
 *   <li>Transform.
 *   <li>Open the load transaction on one connection.
 *   <li>Stage the records.
 *   <li>Deduplicate inside the page.
 *   <li>Merge.
 *   <li>Take the cursor's step on the same connection, if version and lease are still ours.
 *   <li>Commit. Only now listeners hear of the page.
 *   <li>The commit's outcome unknown? Read the version; never guess.
 *   <li>Window drained: closed by the last page's step. Record the run and release the lease.
 * </ol>
 */
public final class Run<C> {
    private final PipelineSpec<C> spec;
    private final RunContext ports;
    private final BooleanSupplier stopping;
    private final boolean probe;
    private final RunCounts progress;

    /** @param probe whether it is the run that an open circuit breaker lets through */
    public Run(PipelineSpec<C> spec, RunContext ports, BooleanSupplier stopping, boolean probe) {
        this.spec = spec;
        this.ports = ports;
        this.stopping = stopping;
        this.probe = probe;
        this.progress = new RunCounts(spec.name(), ports, spec.settings().onFailure());
    }

    /** @throws EtlException when the run failed; it is recorded and told of before */
    public RunReport execute() {
        return new LeasedRun(spec.name(), ports, progress, spec.settings().leaseDuration()).hold(probe, this::drain);
    }

    private RunReport drain(Position position, Lease keeper) throws Exception {
        Instant sourceNow = spec.source().now();
        StartingPoint<C> start = StartingPoint.of(spec, position, sourceNow);
        Window window = start.window();
        progress.started(window);
        PageLoop<C> loop = new PageLoop<>(spec, ports, progress, keeper, stopping);
        RunOutcome outcome = loop.run(position.version(), window, start.after());
        boolean drained = outcome == RunOutcome.DRAINED;
        if (drained) {
            progress.drained(window, loop.version());
            spec.source().checkComplete();
        }
        RunReport report = progress.ended(
                outcome,
                lag(
                        sourceNow,
                        drained
                                ? window.beforeAt()
                                : Windows.covered(window, spec.settings().lookback())),
                null);
        ports.store().finish(progress.owner(), report, progress.drained());
        progress.tellEnded(report, null);
        return report;
    }

    private @Nullable Duration lag(Instant sourceNow, Instant coveredUpTo) {
        return coveredUpTo.equals(Window.NONE.beforeAt())
                ? null
                : Duration.between(coveredUpTo, sourceNow).plus(progress.took());
    }
}
