package io.cameletl.internal.adapter.control;

import io.cameletl.PipelineStatus;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.adapter.exchange.Messages;
import io.cameletl.internal.adapter.exchange.Reloads;
import io.cameletl.internal.adapter.observing.Observers;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.engine.spec.ReloadRange;
import io.cameletl.internal.observe.vitals.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of a pipeline. Every method looks first at what the caller may do; what changes something has a limit of
 * how often. All throw {@link RefusedException} and nothing else. Thread-safe.
 */
public final class PipelineControl implements Steering {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String pipeline;
    private final Endpoints endpoints;
    private final Admission admission;
    private final StatusReader reader;
    private final LastKnown known;

    /** The started endpoints of a pipeline in this context. */
    public interface Endpoints {
        /** @return the one that has most of the options; throws when there is none any more */
        EndpointService best();

        List<EndpointService> all();
    }

    public PipelineControl(String pipeline, Endpoints endpoints) {
        this.pipeline = pipeline;
        this.endpoints = endpoints;
        this.admission = new Admission(pipeline);
        this.reader = new StatusReader(() -> endpoints.best().pipeline().status(), PATIENCE);
        this.known = new LastKnown(pipeline, reader, this::vitals, admission);
    }

    /** As it was at most a second ago: who reads all there is asks the database once. */
    public PipelineStatus status(Caller caller) {
        admission.require(caller, Role.VIEW, "to see it");
        return ShownStatus.of(admission.asked(caller, reader::now).status(), caller);
    }

    /** The same, or what was known last where the state database does not say so within 3 s. */
    public LastStatus lastStatus(Caller caller) {
        admission.require(caller, Role.VIEW, "to see it");
        return known.status(caller);
    }

    /** @return what this process knows; asks no database */
    public HeardVitals heard(Caller caller) {
        admission.require(caller, Role.VIEW, "to see it");
        return known.vitals(caller);
    }

    private Vitals vitals() {
        return Observers.of(endpoints.best().context()).vitals().of(pipeline);
    }

    /** @return what was done by hand, newest first, at most 10 */
    public List<DoneAction> actions(Caller caller) {
        admission.require(caller, Role.VIEW, "to see it");
        return ShownStatus.of(
                admission.asked(caller, () -> endpoints.best().pipeline().actions()), caller);
    }

    @Override
    public void pause(Caller caller, boolean paused) {
        admission.admit(caller, Role.OPERATE, paused ? "pause" : "resume");
        reader.read(admission.asked(
                caller, () -> endpoints.best().pipeline().by(caller.actor()).pause(paused)));
    }

    @Override
    public void closeBreaker(Caller caller) {
        admission.admit(caller, Role.OPERATE, "closeBreaker");
        reader.read(admission.asked(
                caller, () -> endpoints.best().pipeline().by(caller.actor()).closeBreaker()));
    }

    /** Runs it past its schedule, and through its circuit breaker. */
    public RunReport run(Caller caller) {
        admission.admit(caller, Role.OPERATE, "run");
        return worked(caller, endpoint -> {
            if (endpoint.operation() != EtlOperation.RUN) {
                throw new IllegalStateException("no endpoint of this context runs pipeline \"" + pipeline + "\"");
            }
            return endpoint.stoppable(
                    endpoint::isEnding,
                    stopping -> endpoint.pipeline().by(caller.actor()).run(stopping));
        });
    }

    /**
     * Lets runs and replays of this context end after the page in hand.
     *
     * @return how many there were
     */
    public int stop(Caller caller) {
        admission.admit(caller, Role.OPERATE, "stop");
        return admission.asked(caller, () -> {
            endpoints.best().pipeline().by(caller.actor()).stop();
            return endpoints.all().stream().mapToInt(EndpointService::stopRuns).sum();
        });
    }

    /** @param pages as {@link Messages#skippedPages} reads them; null for everything */
    public RunReport replayPages(Caller caller, @Nullable String pages) {
        admission.admit(caller, Role.REPAIR, "replay");
        return worked(caller, endpoint -> replayed(caller, endpoint, LedgerChoice.pages(Messages.skippedPages(pages))));
    }

    public RunReport replay(Caller caller, LedgerChoice lines) {
        admission.admit(caller, Role.REPAIR, "replay");
        return worked(caller, endpoint -> replayed(caller, endpoint, lines));
    }

    private static RunReport replayed(Caller caller, EndpointService endpoint, LedgerChoice lines) {
        return endpoint.stoppable(
                endpoint::isEnding,
                stopping -> endpoint.pipeline().by(caller.actor()).replay(lines, stopping));
    }

    /**
     * Reads a range of rows again.
     *
     * @param from the first change time, as text; null for none
     * @param before the end of the change times, as text; null for none
     * @param keys as JSON; null for none
     */
    public RunReport reload(Caller caller, Map<String, String> range) {
        admission.admit(caller, Role.REPAIR, "reload");
        return worked(caller, endpoint -> {
            ReloadRange read = Reloads.of(range::get, endpoint.times().zone());
            return endpoint.stoppable(
                    endpoint::isEnding,
                    stopping -> endpoint.pipeline().by(caller.actor()).reload(read, stopping));
        });
    }

    /** @param ledgers whether the lines of the ledgers are given up, too */
    public void reset(Caller caller, boolean ledgers) {
        admission.admit(caller, Role.REPAIR, "reset");
        reader.read(admission.asked(
                caller, () -> endpoints.best().pipeline().by(caller.actor()).reset(ledgers)));
    }

    /** Compares its source with its target. */
    public VerificationReport verify(Caller caller) {
        admission.admit(caller, Role.OPERATE, "verify");
        try {
            return ShownStatus.of(
                    admission.asked(caller, () -> {
                        EndpointService endpoint = endpoints.best();
                        return endpoint.outsideRoutes(() -> endpoint.verify(caller.actor(), endpoint::isEnding));
                    }),
                    caller);
        } finally {
            reader.forget();
        }
    }

    /** Compares its source with its target, and repairs that. */
    public ReconciliationReport reconcile(Caller caller) {
        admission.admit(caller, Role.REPAIR, "reconcile");
        try {
            return ShownStatus.of(
                    admission.asked(caller, () -> {
                        EndpointService endpoint = endpoints.best();
                        return endpoint.outsideRoutes(() -> endpoint.reconcile(caller.actor(), endpoint::isEnding));
                    }),
                    caller);
        } finally {
            reader.forget();
        }
    }

    /** @return the newest comparisons of its source with its target, newest first, at most 10 */
    public List<VerificationReport> verifications(Caller caller) {
        admission.require(caller, Role.VIEW, "to see it");
        return admission.asked(caller, () -> endpoints.best().pipeline().verifications()).stream()
                .map(report -> ShownStatus.of(report, caller))
                .toList();
    }

    @Override
    public long discard(Caller caller, LedgerChoice lines) {
        admission.admit(caller, Role.REPAIR, "discard");
        try {
            return admission.asked(
                    caller, () -> endpoints.best().pipeline().by(caller.actor()).discard(lines));
        } finally {
            reader.forget();
        }
    }

    /** @param cursor as JSON */
    public void seek(Caller caller, String cursor) {
        admission.admit(caller, Role.REPAIR, "seek");
        reader.read(admission.asked(caller, () -> seek(endpoints.best().pipeline(), cursor, caller)));
    }

    private static <C> PipelineStatus seek(Pipeline<C> pipeline, String cursor, Caller caller) throws Exception {
        return pipeline.by(caller.actor()).seek(Messages.cursor(pipeline, cursor));
    }

    private interface Work {
        RunReport on(EndpointService endpoint) throws Exception;
    }

    private RunReport worked(Caller caller, Work work) {
        try {
            return ShownStatus.of(
                    admission.asked(caller, () -> {
                        EndpointService endpoint = endpoints.best();
                        return endpoint.outsideRoutes(() -> work.on(endpoint));
                    }),
                    caller);
        } finally {
            reader.forget();
        }
    }
}
