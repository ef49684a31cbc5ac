package io.cameletl.internal.adapter.endpoint;

import io.cameletl.ReconciliationReport;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.wiring.PipelineWiring;
import io.cameletl.internal.adapter.wiring.StatePlace;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.outlet.KeptValues;
import io.cameletl.internal.outlet.LastResort;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a started {@code etl:} endpoint has: its pipeline, and the work that its stop waits for. Thread-safe. */
public final class EndpointService {
    private final CamelContext context;
    private final BooleanSupplier endpointStops;
    private final WorkOutsideRoutes outsideRoutes = new WorkOutsideRoutes();
    private final RunsInHand inHand = new RunsInHand();
    private volatile @Nullable Started started;

    private record Started(String pipeline, ChosenOperation operation, PipelineWiring<?> wiring, boolean keepsValues) {}

    /** @param endpointStops whether the endpoint is stopping, or has stopped */
    public EndpointService(CamelContext context, BooleanSupplier endpointStops) {
        this.context = context;
        this.endpointStops = endpointStops;
    }

    /** @throws RuntimeException naming the pipeline, the option and what to do, when an option cannot work */
    public void start(String pipeline, EtlConfiguration options) {
        boolean keepsValues = !options.isLogValues();
        if (keepsValues) {
            KeptValues.keep(pipeline);
        }
        PipelineWiring<?> wiring = null;
        try {
            wiring = PipelineWiring.of(pipeline, options, context);
            wiring.start();
            ChosenOperation operation =
                    new ChosenOperation(pipeline, options.getOperation(), options.isAllowOperationHeader());
            started = new Started(pipeline, operation, wiring, keepsValues);
        } catch (RuntimeException e) {
            RuntimeException told = Outlet.failure(pipeline, e);
            if (wiring != null) {
                giveUp(wiring, told);
            }
            release(pipeline, keepsValues);
            LastResort.tell(told);
            throw told;
        }
    }

    /** What had started of it before the failure stops again. */
    private static void giveUp(PipelineWiring<?> wiring, RuntimeException failure) {
        try {
            wiring.stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits for what is being done outside of routes, then gives up what the pipeline uses. */
    public void stop() throws InterruptedException {
        Started stopping = started;
        if (stopping != null) {
            outsideRoutes.awaitEnd(stopping.pipeline, context.getShutdownStrategy());
            stopping.wiring.stop();
            release(stopping.pipeline, stopping.keepsValues);
            started = null;
        }
    }

    private static void release(String pipeline, boolean keepsValues) {
        if (keepsValues) {
            KeptValues.release(pipeline);
        }
    }

    /** @return the operation that the endpoint was configured for */
    public EtlOperation operation() {
        return now().operation.configured();
    }

    /** @return the operation to perform for a message */
    EtlOperation operation(Message message) {
        return now().operation.of(message);
    }

    public Pipeline<?> pipeline() {
        return now().wiring.pipeline();
    }

    /**
     * Compares the pipeline's source with its target, until {@link #stopRuns} ends that after the range in hand.
     *
     * @param by who asks for it
     * @param ending whether it is to end for another reason
     */
    public VerificationReport verify(Actor by, BooleanSupplier ending) {
        PassSettings passes = now().wiring.passes();
        return inHand.during(ending, stopping -> pipeline().by(by).verify(passes, stopping));
    }

    /** The same, and repairs the target. */
    public ReconciliationReport reconcile(Actor by, BooleanSupplier ending) {
        PassSettings passes = now().wiring.passes();
        return inHand.during(ending, stopping -> pipeline().by(by).reconcile(passes, stopping));
    }

    /** @return where the pipeline's state is */
    public StatePlace state() {
        return now().wiring.state();
    }

    /** @return the options that it was started with; not to be changed */
    public EtlConfiguration options() {
        return now().wiring.options();
    }

    /** @return the statements that the pipeline's pages ran in this process, as far as they are known */
    public List<ShownStatement> statements() {
        return now().wiring.statements();
    }

    /** @return how change times are bound in the pipeline's requests */
    public ChangeTimes times() {
        return now().wiring.times();
    }

    public CamelContext context() {
        return context;
    }

    /** Does something that no route waits for, so that the endpoint's stop has to. */
    public <T> T outsideRoutes(Callable<T> work) throws Exception {
        return outsideRoutes.during(work);
    }

    /**
     * Does a run or a replay, which {@link #stopRuns} ends after the page in hand.
     *
     * @param ending whether it is to end for another reason
     * @param run is given what it asks between pages
     */
    public RunReport stoppable(BooleanSupplier ending, Function<BooleanSupplier, RunReport> run) {
        return inHand.during(ending, run);
    }

    /** @return how many runs and replays are told to end after the page in hand */
    public int stopRuns() {
        return inHand.stop();
    }

    private Started now() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("the etl: endpoint is not started");
        }
        return now;
    }

    /** @return whether runs and replays are to end after the page in hand, whoever started them */
    public boolean isEnding() {
        return endpointStops.getAsBoolean() || context.isStopping();
    }
}
