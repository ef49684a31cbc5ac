package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.driver.Claim;
import io.cameletl.internal.engine.page.Throwables;
import java.time.Duration;

/** Holds a pipeline's lease for the length of a run, and records a run that fails under it. */
final class LeasedRun {
    private final String pipeline;
    private final RunContext ports;
    private final RunCounts progress;
    private final Duration duration;

    /** What is done under the lease; it records its own success, which gives the lease back. */
    @FunctionalInterface
    interface Work {
        RunReport under(Position position, Lease keeper) throws Exception;
    }

    LeasedRun(String pipeline, RunContext ports, RunCounts progress, Duration duration) {
        this.pipeline = pipeline;
        this.ports = ports;
        this.progress = progress;
        this.duration = duration;
    }

    /**
     * @param throughBreaker whether an open circuit breaker does not matter
     * @throws EtlException when the lease could not be claimed or the work failed; it is told of before
     */
    RunReport hold(boolean throughBreaker, Work work) {
        Claim claim;
        try {
            claim = ports.store().claim(pipeline, progress.owner(), duration, throughBreaker);
        } catch (RuntimeException e) {
            throw unclaimed(e);
        }
        if (claim instanceof Claim.Refused refused) {
            RunReport report = progress.ended(refused.outcome(), null, refused.message());
            progress.tellEnded(report, null);
            return report;
        }
        Claim.Granted granted = (Claim.Granted) claim;
        progress.claimed(granted);
        try (Lease keeper = new Lease(ports.store(), pipeline, progress.owner(), duration)) {
            return work.under(granted.position(), keeper);
        } catch (InterruptedException e) {
            return stopped();
        } catch (Exception | Error e) {
            throw failed(e);
        }
    }

    /** The store cannot be reached: the failure is told of, and recorded nowhere. */
    private RuntimeException unclaimed(RuntimeException e) {
        progress.tellEnded(progress.ended(RunOutcome.FAILED, null, Throwables.message(e)), e);
        return e;
    }

    /** The thread counts as interrupted only afterwards: pools refuse connections to one that is. */
    private RunReport stopped() {
        Thread.interrupted();
        RunReport report = progress.ended(RunOutcome.STOPPED, null, "interrupted");
        try {
            ports.store().finish(progress.owner(), report, null);
        } finally {
            progress.tellEnded(report, null);
            Thread.currentThread().interrupt();
        }
        return report;
    }

    private EtlException failed(Throwable e) {
        EtlException failure = e instanceof EtlException known
                ? known
                : new EtlException(
                        pipeline,
                        "run " + progress.runNumber() + " failed after " + progress.pages() + " committed pages: "
                                + Throwables.message(e)
                                + ". The cursor stays at the last committed page; the next run goes on there",
                        e);
        RunReport report = progress.ended(RunOutcome.FAILED, null, failure.getMessage());
        try {
            // What was drained stays so, also when the source then says that there are rows which it cannot reach.
            ports.store().finish(progress.owner(), report, progress.drained());
        } catch (RuntimeException unrecorded) {
            failure.addSuppressed(unrecorded);
        }
        progress.tellEnded(report, failure);
        return failure;
    }
}
