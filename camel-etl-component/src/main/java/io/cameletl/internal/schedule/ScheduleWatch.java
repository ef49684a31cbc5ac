package io.cameletl.internal.schedule;

import io.cameletl.internal.outlet.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;

/**
 * Looks at the schedules of a context each second, on a thread of its own: does each fire when it should, by a clock that
 * nobody sets? Was the machine's clock set? A job store in a database is asked only when a tick is overdue. With a
 * clustered one no trigger is set anew: all nodes share it, and the clocks of the others may be right.
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
public final class ScheduleWatch extends LifecycleStrategySupport {
    private static final Log LOG = Log.of(ScheduleWatch.class);
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final CamelContext context;
    private final MachineClock clock;
    private final LongSupplier nanos;
    private final Duration tolerance;
    private final Map<TriggerKey, Expected> expected = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService timer;

    /**
     * When a trigger should fire next, by the clock that nobody sets.
     *
     * @param nanos when
     * @param lookNanos when to look whether it has
     */
    private record Expected(long nanos, long lookNanos) {}

    ScheduleWatch(CamelContext context, InstantSource wall, LongSupplier nanos, Duration tolerance) {
        this.context = context;
        this.clock = new MachineClock(wall, nanos);
        this.nanos = nanos;
        this.tolerance = tolerance;
    }

    /** Watches the schedules of a context that has Quartz; does nothing where that is done already. */
    public static void in(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(ScheduleWatch.class::isInstance)) {
            ScheduleWatch watch = new ScheduleWatch(context, InstantSource.system(), System::nanoTime, TOLERANCE);
            context.addLifecycleStrategy(watch);
            watch.listen();
            watch.start();
        }
    }

    /** Hears of ticks. */
    void listen() {
        context.getComponent("quartz", QuartzComponent.class)
                .addScheduleInitTask(scheduler -> Ticks.of(scheduler, this::fired));
    }

    private synchronized void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "etl-schedules");
            thread.setDaemon(true);
            return thread;
        });
        timer = executor;
        var unused = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void onContextStopping(CamelContext stopping) {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    private void fired(TriggerKey key, @Nullable Instant next) {
        expect(key, next);
        ScheduleListeners.Listener listener = ScheduleListeners.of(context).of(key.getName());
        if (listener != null) {
            listener.fired();
        }
    }

    private void expect(TriggerKey key, @Nullable Instant next) {
        ScheduleListeners.of(context).expect(key.getName(), next);
        if (next == null) {
            expected.remove(key);
        } else {
            long at = nanos.getAsLong() + Duration.between(clock.now(), next).toNanos();
            expected.put(key, new Expected(at, at + tolerance.toNanos()));
        }
    }

    void look() {
        try {
            Duration jump = clock.jump();
            if (context.hasComponent("quartz") instanceof QuartzComponent quartz && quartz.getScheduler() != null) {
                Scheduler scheduler = quartz.getScheduler();
                if (scheduler.isStarted() && !scheduler.isShutdown()) {
                    if (!jump.isZero()) {
                        jumped(scheduler, quartz.isClustered(), jump);
                    }
                    for (Route route : context.getRoutes()) {
                        look(scheduler, route);
                    }
                }
            }
        } catch (SchedulerException | RuntimeException e) {
            // A timer's task that throws is not called again.
            LOG.warn(null, "schedules could not be looked at: {}", e.toString());
        }
    }

    private void jumped(Scheduler scheduler, boolean clustered, Duration jump) throws SchedulerException {
        String direction = jump.isNegative() ? "back" : "forward";
        int anew = jump.isNegative() && !clustered ? ClockSet.back(scheduler, clock.now(), jump) : 0;
        LOG.warn(
                null,
                "this machine's clock was set {} by {} s: {}",
                direction,
                jump.abs().toSeconds(),
                anew > 0
                        ? anew + " schedules were set anew, and go on"
                        : jump.isNegative() && clustered
                                ? "the schedules are stored for a cluster and were left as they are"
                                : "of the ticks that were passed over one is made up for");
    }

    private void look(Scheduler scheduler, Route route) throws SchedulerException {
        if (!(route.getEndpoint() instanceof QuartzEndpoint timed) || !Schedule.GROUP.equals(timed.getGroupName())) {
            return;
        }
        TriggerKey key = timed.getTriggerKey();
        if (!context.getRouteController().getRouteStatus(route.getId()).isStarted()) {
            expected.remove(key);
            return;
        }
        Expected tick = expected.get(key);
        if (tick == null || nanos.getAsLong() - tick.lookNanos > 0) {
            look(scheduler, key, tick);
        }
    }

    private void look(Scheduler scheduler, TriggerKey key, @Nullable Expected tick) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(key);
        Instant now = clock.now();
        Instant next = trigger == null || trigger.getNextFireTime() == null
                ? null
                : trigger.getNextFireTime().toInstant();
        ScheduleListeners.Listener listener = ScheduleListeners.of(context).of(key.getName());
        if (tick == null || (next != null && next.isAfter(now))) {
            expect(key, next == null ? now : next);
            if (tick != null && listener != null) {
                // another node of the cluster has fired it, or it was set anew
                listener.fired();
            }
            return;
        }
        expected.put(key, new Expected(tick.nanos, nanos.getAsLong() + tolerance.toNanos()));
        TriggerState state = scheduler.getTriggerState(key);
        boolean runs = state == TriggerState.BLOCKED
                || scheduler.getCurrentlyExecutingJobs().stream()
                        .anyMatch(job -> job.getTrigger().getKey().equals(key));
        if (!runs && listener != null) {
            listener.notFiring(now.minusNanos(nanos.getAsLong() - tick.nanos), state(scheduler, state));
        }
    }

    private static String state(Scheduler scheduler, TriggerState state) throws SchedulerException {
        return scheduler.isInStandbyMode() ? "SCHEDULER IN STANDBY" : state.name();
    }
}
