package io.cameletl.dsl;

import io.cameletl.PipelineBreaker;
import io.cameletl.PipelineBreaker.GuardedPipeline;
import io.cameletl.RunReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.breaker.BreakerMemory;
import io.cameletl.internal.breaker.BreakerSettings;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of a pipeline's runs, for the {@code circuitBreaker} EIP: it opens after a number of failed runs
 * in a row, refuses runs for the cooldown, then lets one through to see. The bean has three places in a route:
 *
 * <ol>
 *   <li>the EIP refers to it as its resilience4j circuit breaker;
 *   <li>the {@code etl:} endpoint within names it in its option {@code circuitBreaker}: so its state is kept with the
 *       pipeline, and it is open until the same time after a restart;
 *   <li>as the processor of {@code onException(CallNotPermittedException)} it turns a refusal into a report with the
 *       outcome {@code OPEN}, of which listeners hear.
 * </ol>
 *
 * Before it refuses a run it looks at the pipeline's row, for at most 5 s: where the breaker was closed meanwhile, by an
 * operation on whatever node or in the row itself, it lets the run through.
 *
 * <p>A run that did nothing, being busy, paused or stopped, counts neither as a failure nor as a success. One bean guards
 * one pipeline. Thread-safe once configured.
 */
public final class RunCircuitBreaker implements CircuitBreaker, PipelineBreaker, Processor {
    private final Clock clock;
    private BreakerSettings settings = BreakerSettings.DEFAULT;
    private @Nullable BreakerMemory memory;
    private @Nullable CircuitBreaker states;

    /** A breaker that opens after 3 failed runs, for 5 minutes. */
    public RunCircuitBreaker() {
        this(Clock.systemUTC());
    }

    RunCircuitBreaker(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param failureThreshold failed runs in a row that open it; 3 unless set
     * @throws IllegalArgumentException when it is less than 1
     */
    public void setFailureThreshold(int failureThreshold) {
        settings = new BreakerSettings(failureThreshold, settings.cooldown());
    }

    /**
     * @param cooldown how long it stays open; 5 minutes unless set
     * @throws IllegalArgumentException when it is less than a millisecond
     */
    public void setCooldown(Duration cooldown) {
        settings = new BreakerSettings(settings.failureThreshold(), cooldown);
    }

    @Override
    public void guard(GuardedPipeline pipeline) {
        memory().guard(pipeline);
    }

    @Override
    public int failureThreshold() {
        return settings.failureThreshold();
    }

    /** Turns the refusal of a run into its report. */
    @Override
    public void process(Exchange exchange) {
        GuardedPipeline pipeline = memory().pipeline();
        if (pipeline != null) {
            exchange.getMessage().setBody(pipeline.refused(memory().refusal()));
            exchange.getMessage().setHeader(EtlConstants.PIPELINE, pipeline.name());
        }
    }

    private synchronized BreakerMemory memory() {
        BreakerMemory known = memory;
        if (known == null) {
            known = new BreakerMemory(states(), settings, clock);
            memory = known;
        }
        return known;
    }

    private synchronized CircuitBreaker states() {
        CircuitBreaker known = states;
        if (known == null) {
            known = CircuitBreaker.of(
                    "etl",
                    CircuitBreakerConfig.custom()
                            .clock(clock)
                            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                            .slidingWindowSize(settings.failureThreshold())
                            .minimumNumberOfCalls(settings.failureThreshold())
                            .failureRateThreshold(100)
                            .waitDurationInOpenState(settings.cooldown())
                            .permittedNumberOfCallsInHalfOpenState(1)
                            .build());
            states = known;
        }
        return known;
    }

    @Override
    public boolean tryAcquirePermission() {
        memory().restore();
        return states().tryAcquirePermission() || (memory().seesItClosed() && states().tryAcquirePermission());
    }

    @Override
    public void acquirePermission() {
        if (!tryAcquirePermission()) {
            throw CallNotPermittedException.createCallNotPermittedException(this);
        }
    }

    @Override
    public void releasePermission() {
        states().releasePermission();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        memory().failed();
        states().onError(duration, unit, failure);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        states().onSuccess(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, @Nullable Object result) {
        if (provesNothing(result)) {
            states().releasePermission();
        } else {
            states().onResult(duration, unit, result);
        }
    }

    private static boolean provesNothing(@Nullable Object result) {
        Object answer =
                result instanceof Exchange exchange ? exchange.getMessage().getBody() : result;
        return answer instanceof RunReport run
                && switch (run.outcome()) {
                    case BUSY, PAUSED, STOPPED, OPEN, VERIFIED, RECONCILED -> true;
                    case DRAINED, PAGE_LIMIT, FAILED -> false;
                };
    }

    @Override
    public void reset() {
        states().reset();
    }

    @Override
    public void transitionToClosedState() {
        states().transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        states().transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration wait) {
        states().transitionToOpenStateFor(wait);
    }

    @Override
    public void transitionToOpenStateUntil(Instant until) {
        states().transitionToOpenStateUntil(until);
    }

    @Override
    public void transitionToHalfOpenState() {
        states().transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        states().transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        states().transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        states().transitionToForcedOpenState();
    }

    @Override
    public String getName() {
        return states().getName();
    }

    @Override
    public State getState() {
        return states().getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return states().getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return states().getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return states().getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return states().getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return states().getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return states().getTimestampUnit();
    }
}
