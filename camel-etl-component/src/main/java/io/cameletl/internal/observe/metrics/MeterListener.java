package io.cameletl.internal.observe.metrics;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.events.EveryEvent;
import io.cameletl.internal.observe.vitals.VitalSigns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
        return Sign.ALL.stream()
                .<Meter>map(sign -> Gauge.builder(NAME + sign.meter(), () -> sign.value()
                                .applyAsDouble(vitals.of(pipeline), clock.instant()))
                        .tags(PIPELINE, pipeline)
                        .baseUnit(sign.unit())
                        .description(sign.description())
                        .register(registry))
                .toList();
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
        registry.counter(NAME + "bytes", pipeline).increment((double) page.bytes());
        durations(pipeline, page.phases());
        page.tables().forEach((table, counts) -> count(pipeline.and("table", table), counts));
    }

    private void durations(Tags pipeline, PageReport.Phases phases) {
        duration(pipeline, "extract", phases.extract());
        duration(pipeline, "transform", phases.transform());
        duration(pipeline, "stage", phases.stage());
        duration(pipeline, "merge", phases.merge());
        duration(pipeline, "commit", phases.commit());
    }

    private void duration(Tags pipeline, String phase, Duration took) {
        if (!took.isZero()) {
            registry.timer(NAME + "page.duration", pipeline.and("phase", phase)).record(took);
        }
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
        if (event instanceof EtlEvent.PageRetried) {
            registry.counter(NAME + "retries", PIPELINE, event.pipeline()).increment();
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
