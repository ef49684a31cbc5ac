package io.cameletl.pipeline;

import io.cameletl.EtlException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline. The page protocol, whose steps 5 to 10 are the {@link PageWriter}'s:
 *
 * <ol>
 *   <li>Claim the lease. Someone else's live lease: the run ends as {@code BUSY}, no error.
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
final class Run<C> {
    private final PipelineSpec<C> spec;
    private final Ports ports;
    private final BooleanSupplier stopping;

    private final String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Counts counts = new Counts();
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private long runNumber;
    private int pages;
    private long rows;

    Run(PipelineSpec<C> spec, Ports ports, BooleanSupplier stopping) {
        this.spec = spec;
        this.ports = ports;
        this.stopping = stopping;
        this.startedAt = ports.clock().instant();
    }

    /** @throws EtlException when the run failed; it is recorded and told of before */
    RunReport execute() {
        Claim claim = ports.store().claim(spec.name(), owner, spec.settings().leaseDuration());
        if (claim instanceof Claim.Refused refused) {
            RunReport report = report(refused.outcome(), null, refused.message());
            ports.listeners().tell(spec.name(), listener -> listener.runEnded(report, null));
            return report;
        }
        Claim.Granted granted = (Claim.Granted) claim;
        runNumber = granted.runNumber();
        try (LeaseKeeper keeper = new LeaseKeeper(
                ports.store(), spec.name(), owner, spec.settings().leaseDuration())) {
            return drain(granted.position(), keeper);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private RunReport drain(Position position, LeaseKeeper keeper) throws Exception {
        C stored = spec.cursors().decode(position.cursor());
        Instant sourceNow = spec.source().now();
        Window window = position.window().isOpen()
                ? position.window()
                : position.window().next(sourceNow, spec.settings().consistencyDelay());
        ports.listeners().tell(spec.name(), listener -> listener.runStarted(spec.name(), runNumber, window));
        PageLoop<C> loop = new PageLoop<>(spec, ports, owner, keeper);
        RunOutcome outcome;
        try {
            outcome =
                    loop.run(position.version(), window, stored != null ? stored : spec.seed(), stopping, this::loaded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = RunOutcome.STOPPED;
        }
        boolean drained = outcome == RunOutcome.DRAINED;
        if (drained) {
            spec.source().checkComplete();
        }
        RunReport report = report(outcome, lag(sourceNow, drained ? window.beforeAt() : window.fromAt()), null);
        ports.store().finish(owner, report, drained && window.isOpen() ? window.drained() : null);
        ports.listeners().tell(spec.name(), listener -> listener.runEnded(report, null));
        return report;
    }

    private void loaded(Page<C> page, Map<String, TableCounts> written, Duration took, @Nullable StoredCursor end) {
        pages++;
        rows += page.rows();
        counts.add(written);
        PageReport report = new PageReport(
                spec.name(), runNumber, pages, page.rows(), written, end == null ? null : end.json(), took);
        ports.listeners().tell(spec.name(), listener -> listener.pageCommitted(report));
    }

    private EtlException failed(Exception e) {
        EtlException failure = e instanceof EtlException known
                ? known
                : new EtlException(
                        spec.name(),
                        "run " + runNumber + " failed after " + pages + " committed pages: " + Throwables.message(e)
                                + ". The cursor stays at the last committed page; the next run goes on there",
                        e);
        RunReport report = report(RunOutcome.FAILED, null, failure.getMessage());
        try {
            ports.store().finish(owner, report, null);
        } catch (RuntimeException unrecorded) {
            failure.addSuppressed(unrecorded);
        }
        ports.listeners().tell(spec.name(), listener -> listener.runEnded(report, failure));
        return failure;
    }

    private @Nullable Duration lag(Instant sourceNow, Instant coveredUpTo) {
        return coveredUpTo.equals(Window.NONE.beforeAt())
                ? null
                : Duration.between(coveredUpTo, sourceNow).plus(took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private RunReport report(RunOutcome outcome, @Nullable Duration lag, @Nullable String message) {
        return new RunReport(
                spec.name(), runNumber, outcome, startedAt, took(), pages, rows, counts.soFar(), lag, message);
    }
}
