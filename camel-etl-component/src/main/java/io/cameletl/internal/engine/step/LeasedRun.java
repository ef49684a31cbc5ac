package io.cameletl.internal.engine.step;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.events.Reason;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Does the work of a run or a replay under the lease, and records and tells how it ended, also when it failed. */
public final class LeasedRun {
    private static final Log LOG = Log.of(LeasedRun.class);
    private static final String STOPPED = "a stop ended what was waited for; nothing of the page in hand was written";

    private final RunContext<?> context;
    private final Lease lease;
    private final boolean reckoned;

    /** What is done under the lease. */
    @FunctionalInterface
    public interface Work {
        RunReport from(Position position) throws Exception;
    }

    /** What is done while another holds the lease. */
    private @Nullable Besides besides;

    private record Besides(Callable<Optional<Claim.Granted>> joining, Work work) {}

    /** @param reckoned whether its rows and records are the pipeline's usual ones */
    public LeasedRun(RunContext<?> context, boolean reckoned) {
        this.context = context;
        this.lease = context.lease();
        this.reckoned = reckoned;
    }

    /**
     * @param joining whether there is something to do while another holds the lease, and under which number
     * @param work what that is
     */
    public LeasedRun orElse(Callable<Optional<Claim.Granted>> joining, Work work) {
        besides = new Besides(joining, work);
        return this;
    }

    /**
     * @param throughBreaker whether an open circuit breaker does not matter
     * @throws EtlException when the lease could not be claimed or the work failed, also after all tries; it is told of
     *     before
     */
    public RunReport execute(boolean throughBreaker, Work work) {
        try {
            return context.watched().call(() -> watched(throughBreaker, work));
        } finally {
            context.end();
        }
    }

    private RunReport watched(boolean throughBreaker, Work work) {
        Claim claim;
        Optional<Claim.Granted> joined = Optional.empty();
        try {
            // A claim whose answer was lost may have been granted: the next is then that same claim, by its owner.
            claim = context.starting(Progress.Phase.CLAIM, () -> lease.claim(throughBreaker));
            if (besides != null && claim instanceof Claim.Refused refused && refused.outcome() == RunOutcome.BUSY) {
                joined = context.starting(Progress.Phase.CLAIM, besides.joining());
            }
        } catch (StoppedException e) {
            return refused(context, RunOutcome.STOPPED, STOPPED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(context, RunOutcome.STOPPED, "interrupted");
        } catch (Exception e) {
            if (isOfStop(e)) {
                return refused(context, RunOutcome.STOPPED, STOPPED);
            }
            throw unclaimed(e);
        }
        if (joined.isPresent()) {
            return numbered(joined.get(), Objects.requireNonNull(besides).work(), lease);
        }
        if (claim instanceof Claim.Refused refused) {
            return refused(context, refused.outcome(), refused.message());
        }
        try (Lease kept = lease.keep()) {
            return numbered((Claim.Granted) claim, work, kept);
        }
    }

    private RunReport numbered(Claim.Granted granted, Work work, Lease kept) {
        context.progress().numbered(granted.runNumber());
        context.counts().numbered(granted.runNumber());
        context.counts().waiting(granted.postponed());
        context.events().claimed(granted.position(), granted.postponed());
        try {
            RunReport report = work.from(granted.position());
            Optional<Reckoning> reckoning = context.ending(() -> kept.finish(report, reckoned));
            context.events().runEnded(report, null);
            context.events().reckoned(report, reckoning);
            lookAtVerification();
            return report;
        } catch (StoppedException e) {
            return stopped(STOPPED);
        } catch (InterruptedException e) {
            return interrupted();
        } catch (Exception | Error e) {
            if (isOfStop(e)) {
                return stopped(STOPPED);
            }
            throw failed(e);
        }
    }

    /** A stop cancels statements that last, and cuts connections. What is left undone is no failure. */
    private boolean isOfStop(Throwable e) {
        return context.stopping().getAsBoolean() && context.driver().isTransient(e);
    }

    /** Nothing was done, and nothing is recorded. */
    public static RunReport refused(RunContext<?> context, RunOutcome outcome, String message) {
        RunReport report = context.counts().report(outcome, null, message);
        context.events().runEnded(report, null);
        return report;
    }

    /** The store cannot be reached: the failure is told of, and recorded nowhere. */
    private RuntimeException unclaimed(Exception e) {
        context.events()
                .runEnded(
                        context.counts()
                                .report(
                                        RunOutcome.FAILED,
                                        null,
                                        Reason.of(context.spec().name(), e)),
                        e);
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new EtlException(context.spec().name(), "cannot claim the lease: " + e, e);
    }

    /** The thread counts as interrupted only afterwards: pools refuse connections to one that is. */
    private RunReport interrupted() {
        Thread.interrupted();
        try {
            return stopped("interrupted");
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private RunReport stopped(String message) {
        RunReport report = context.counts().report(RunOutcome.STOPPED, null, message);
        Optional<Reckoning> reckoning = Optional.empty();
        try {
            reckoning = lease.finish(report, reckoned);
        } finally {
            context.events().runEnded(report, null);
            context.events().reckoned(report, reckoning);
        }
        return report;
    }

    private EtlException failed(Throwable e) {
        EtlException failure = e instanceof EtlException known
                ? known
                : new EtlException(
                        context.spec().name(),
                        "run " + context.counts().runNumber() + " failed after "
                                + context.counts().pages() + " committed pages: "
                                + Reason.of(context.spec().name(), e)
                                + ". The cursor stays at the last committed page; the next run goes on there",
                        e);
        RunReport report = context.counts().report(RunOutcome.FAILED, null, failure.getMessage());
        Optional<Reckoning> reckoning = Optional.empty();
        try {
            // What was drained stays so, also when the source then says that there are rows which it cannot reach.
            reckoning = finish(report, e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception unrecorded) {
            failure.addSuppressed(Outlet.failure(context.spec().name(), unrecorded));
        }
        context.events().runEnded(report, failure);
        context.events().reckoned(report, reckoning);
        lookAtVerification();
        return failure;
    }

    /** The run is at its end: a database that is away now is the next one's to tell of. */
    private void lookAtVerification() {
        try {
            context.events()
                    .verificationLooked(
                            () -> context.driver().store().found(context.spec().name()));
        } catch (EtlException e) {
            LOG.debug(
                    context.spec().name(),
                    "pipeline \"{}\": it could not be seen when it was last verified: {}",
                    context.spec().name(),
                    e.getMessage());
        }
    }

    /** What failed for a reason that may pass was tried again already: its end is tried once, and told then. */
    private Optional<Reckoning> finish(RunReport report, Throwable failure) throws Exception {
        boolean wasTried = EtlException.isTransient(failure) || context.driver().isTransient(failure);
        return wasTried ? lease.finish(report, reckoned) : context.ending(() -> lease.finish(report, reckoned));
    }
}
