package io.cameletl.internal.adapter.wiring;

import io.cameletl.PipelineBreaker;
import io.cameletl.PipelineListener;
import io.cameletl.RunMode;
import io.cameletl.Transform;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.observing.Observers;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.OptionRule;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.SourceCheck;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.events.Moment;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.engine.spec.Declaration;
import io.cameletl.internal.engine.spec.PassSchedule;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.schedule.ScheduleListeners;
import io.cameletl.internal.schedule.ScheduleWatch;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** A pipeline put together from an endpoint's options, with the Camel services it uses. */
public final class PipelineWiring<C> {
    private static final Log LOG = Log.of(PipelineWiring.class);

    /** That many failed runs in a row are too many, where no breaker says otherwise. */
    private static final int FAILURES = 3;

    private final OptionReader read;
    private final Pipeline<C> pipeline;
    private final Driver driver;
    private final SourceCheck<C> source;
    private final List<Object> services;
    private final Supplier<Moment> look;
    private final Supplier<List<ShownStatement>> statements;
    private final StatePlace state;
    private final PassSettings passes;
    private boolean observed;
    private final ScheduleListeners.Listener schedule = new ScheduleListeners.Listener() {
        @Override
        public void notFiring(Instant expected, String state) {
            pipeline().scheduleNotFiring(expected, state);
        }

        @Override
        public void fired() {
            pipeline().scheduleFired();
        }
    };

    private PipelineWiring(
            OptionReader read,
            Pipeline<C> pipeline,
            TargetWiring target,
            SourceWiring.Choice<C> choice,
            List<Object> services) {
        this.read = read;
        this.passes = SettingsWiring.passes(read);
        this.pipeline = pipeline;
        this.look = pipeline::moment;
        this.driver = target.driver();
        this.state = target.state();
        this.source = choice.check();
        this.statements = () -> Stream.concat(choice.statements().get().stream(), target.statements().stream())
                .toList();
        this.services = services;
    }

    /** @throws RuntimeException naming the pipeline, the option and what to do, when an option cannot work */
    public static PipelineWiring<?> of(String name, EtlConfiguration options, CamelContext context) {
        OptionReader read = new OptionReader(name, options, context);
        OptionRule.check(name, OptionRule.OF_ENDPOINTS, read);
        return of(read, SourceWiring.of(read));
    }

    private static <C> PipelineWiring<C> of(OptionReader read, SourceWiring.Choice<C> choice) {
        EtlConfiguration options = read.options();
        TargetWiring target = TargetWiring.of(read, choice.columns());
        Transform<?> transform = EndpointOrBean.transform(read, target.onlyTable());
        List<Object> services = new ArrayList<>();
        services.add(choice.service());
        if (transform != null) {
            services.add(transform);
        }
        PipelineListener notifier = EndpointOrBean.notifier(read);
        if (notifier != null) {
            services.add(notifier);
        }
        CursorCodec<C> cursors =
                new CursorCodec<>(read.pipeline(), choice.cursorType(), OptionReader.names(options.getCursorColumns()));
        String seed = options.getSeedCursor();
        PipelineSpec<C> spec = new PipelineSpec<>(
                read.pipeline(),
                choice.source(),
                transform,
                target.onlyTable(),
                cursors,
                seed == null ? choice.beginning() : cursors.parse(seed),
                SettingsWiring.of(read));
        Pipeline<C> pipeline = new Pipeline<>(
                spec,
                target.driver(),
                declaration(options, read.context().getName()),
                listeners(read, notifier),
                Clock.systemUTC());
        PipelineWiring<C> wiring = new PipelineWiring<>(read, pipeline, target, choice, services);
        if (options.getMode() == RunMode.FULL) {
            pipeline.runByFullPasses(wiring.passes());
        }
        if (options.getVerifyEvery() > 0 && options.getOperation() == EtlOperation.RUN) {
            pipeline.requireComparable();
        }
        PassSchedule schedule = SettingsWiring.passSchedule(read);
        if (schedule != null && options.getOperation() == EtlOperation.RUN) {
            pipeline.passNowAndThen(wiring.passes(), schedule);
        }
        return wiring;
    }

    /** A replay loads what is in the ledgers, and a reload what was read: without them there is no pipeline yet. */
    private static Declaration declaration(EtlConfiguration options, String context) {
        EtlOperation operation = options.getOperation();
        return new Declaration(
                operation.isLoading() && operation != EtlOperation.REPLAY && operation != EtlOperation.RELOAD,
                options.getCursorType() != null || options.getQuery() != null || options.getSource() != null,
                context);
    }

    /** A notifier in the registry is a listener like any other there: it must not hear everything twice. */
    private static List<PipelineListener> listeners(OptionReader read, @Nullable PipelineListener notifier) {
        Set<PipelineListener> listeners = new LinkedHashSet<>();
        listeners.addAll(Observers.of(read.context()).listeners());
        listeners.addAll(read.context().getRegistry().findByType(PipelineListener.class));
        if (notifier != null) {
            listeners.add(notifier);
        }
        return List.copyOf(listeners);
    }

    /** @return how passes over its table go */
    public PassSettings passes() {
        return passes;
    }

    /** @return where the pipeline's state is */
    public StatePlace state() {
        return state;
    }

    /** @return the options that it was made of; not to be changed */
    public EtlConfiguration options() {
        return read.options();
    }

    /** @return the statements that its pages ran in this process: of a query, and of the merge */
    public List<ShownStatement> statements() {
        return statements.get();
    }

    /** @return how change times are bound in requests */
    public ChangeTimes times() {
        return SourceWiring.times(read);
    }

    public void start() {
        services.forEach(ServiceHelper::startService);
        pipeline.checkCursorsBy(source);
        if (read.options().getOperation().isLoading()) {
            check();
        }
        PipelineBreaker breaker = read.options().getCircuitBreaker();
        if (breaker != null) {
            breaker.guard(pipeline);
        }
        if (read.options().getOperation().isLoading()) {
            Observers.of(read.context())
                    .add(read.pipeline(), breaker == null ? FAILURES : breaker.failureThreshold(), look);
            observed = true;
        }
        pipeline.watch();
        ScheduleListeners.of(read.context()).add(read.pipeline(), schedule);
        if (read.context().hasComponent("quartz") != null) {
            // Quartz need not be there. Where it is, routes that are written by hand are watched as those of our own.
            ScheduleWatch.in(read.context());
        }
    }

    /** A database that cannot be reached now may well be there at the first run, which checks again. */
    private void check() {
        try {
            pipeline.check(source);
        } catch (RuntimeException e) {
            if (!driver.isTransient(e)) {
                throw e;
            }
            LOG.warn(
                    read.pipeline(),
                    "pipeline \"{}\": started, though a database cannot be reached; the first run checks what could not be"
                            + " checked now: {}",
                    read.pipeline(),
                    e.getMessage());
        }
    }

    public void stop() {
        if (observed) {
            observed = false;
            Observers.of(read.context()).remove(read.pipeline(), look);
        }
        ScheduleListeners.of(read.context()).remove(read.pipeline(), schedule);
        pipeline.unwatch();
        services.forEach(ServiceHelper::stopService);
    }

    public Pipeline<C> pipeline() {
        return pipeline;
    }
}
