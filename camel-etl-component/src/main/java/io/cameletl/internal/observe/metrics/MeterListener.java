package io.cameletl.internal.observe.metrics;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.events.EveryEvent;
import io.cameletl.internal.observe.vitals.VitalSigns;
import io.cameletl.internal.observe.vitals.Vitals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters of each pipeline it hears of, and counts. All are in memory: a scrape asks no database. A pipeline's
 * meters go with its last endpoint. Thread-safe.
 */
public final class MeterListener implements EveryEvent {
    private static final String NAME = "camel.etl.";
    private static final String PIPELINE = "pipeline";

    private final MeterRegistry registry;
    private final VitalSigns vitals;
    private final InstantSource clock;
    private final Map<String, List<Meter>> gauges = new ConcurrentHashMap<>();

    public MeterListener(MeterRegistry registry, VitalSigns vitals, InstantSource clock) {
        this.registry = registry;
        this.vitals = vitals;
        this.clock = clock;
    }

    /** Registers the gauges of a pipeline that has an endpoint. */
    public void add(String pipeline) {
        gauges.computeIfAbsent(pipeline, this::gauges);
    }

    /** Removes all meters of a pipeline. */
    public void remove(String pipeline) {
        gauges.remove(pipeline);
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(NAME))
                .filter(meter -> pipeline.equals(meter.getId().getTag(PIPELINE)))
                .forEach(registry::remove);
    }

    private List<Meter> gauges(String pipeline) {
        List<Meter> made = new ArrayList<>();
        made.add(gauge(pipeline, "lag", "seconds", "How far the target is behind the source", this::lag));
        made.add(gauge(
                pipeline,
                "late",
                null,
                "1 while the target is later than lateAfter",
                known -> flag(known.late() != null)));
        made.add(gauge(
                pipeline,
                "consecutive.failures",
                "runs",
                "Failed runs since the last that did not fail",
                Vitals::failures));
        made.add(gauge(
                pipeline,
                "breaker.open",
                null,
                "1 while the circuit breaker refuses runs",
                known -> flag(known.openUntil() != null)));
        made.add(gauge(
                pipeline,
                "paused",
                null,
                "1 when the last run found the pipeline paused",
                known -> flag(known.paused())));
        made.add(gauge(
                pipeline, "postponed", "records", "Records that wait for rows which they refer to", Vitals::waiting));
        return made;
    }

    private Gauge gauge(
            String pipeline, String name, @Nullable String unit, String description, ToDoubleFunction<Vitals> value) {
        return Gauge.builder(NAME + name, () -> value.applyAsDouble(vitals.of(pipeline)))
                .tags(PIPELINE, pipeline)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private double lag(Vitals known) {
        Instant now = clock.instant();
        Duration lag = known.lag(now);
        return lag == null ? Double.NaN : lag.toMillis() / 1e3;
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        Tags tags = Tags.of(PIPELINE, run.pipeline(), "outcome", lower(run.outcome()));
        registry.counter(NAME + "runs", tags).increment();
        if (run.runNumber() > 0) {
            registry.timer(NAME + "run.duration", tags).record(run.took());
        }
    }

    @Override
    public void pageCommitted(PageReport page) {
        Tags pipeline = Tags.of(PIPELINE, page.pipeline());
        registry.counter(NAME + "pages", pipeline).increment();
        registry.timer(NAME + "page.duration", pipeline).record(page.took());
        page.tables().forEach((table, counts) -> count(pipeline.and("table", table), counts));
    }

    private void count(Tags table, TableCounts counts) {
        count(table, "inserted", counts.inserted());
        count(table, "updated", counts.updated());
        count(table, "deleted", counts.deleted());
        count(table, "unchanged", counts.unchanged());
        count(table, "postponed", counts.postponed());
        count(table, "rejected", counts.rejected());
        long known = counts.written() + counts.unchanged() + counts.postponed() + counts.rejected();
        // Of a custom commit's records nothing else is known.
        count(table, "staged", known == 0 ? counts.staged() : 0);
    }

    private void count(Tags table, String operation, long rows) {
        if (rows > 0) {
            registry.counter(NAME + "rows", table.and("operation", operation)).increment((double) rows);
        }
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        Tags pipeline = Tags.of(PIPELINE, event.pipeline());
        if (event instanceof EtlEvent.PageRetried) {
            registry.counter(NAME + "retries", pipeline).increment();
        } else if (event instanceof EtlEvent.PageSkipped) {
            registry.counter(NAME + "skipped", pipeline).increment();
        } else if (event instanceof EtlEvent.RecordsRejected rejected) {
            registry.counter(NAME + "rejected", pipeline).increment(rejected.records());
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
