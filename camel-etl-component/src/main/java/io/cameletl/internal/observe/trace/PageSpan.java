package io.cameletl.internal.observe.trace;

import io.cameletl.PageReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The span of a committed page, made once it is: from the moment at which its source was asked, on whatever thread, to its
 * commit. Each phase is an event at its beginning.
 */
final class PageSpan {
    private final Tracer tracer;
    private final Context parent;
    private final PageReport page;
    private final long nowNanos = System.nanoTime();
    private final long nowEpoch = epochNanos();

    PageSpan(Tracer tracer, Context parent, PageReport page) {
        this.tracer = tracer;
        this.parent = parent;
        this.page = page;
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    void of(long readNanos, long loadNanos) {
        Span span = tracer.spanBuilder("etl page")
                .setParent(parent)
                .setStartTimestamp(at(readNanos), TimeUnit.NANOSECONDS)
                .setAttribute(RunTrace.PIPELINE, page.pipeline())
                .setAttribute(RunTrace.RUN, page.runNumber())
                .setAttribute("camel.etl.page", (long) page.page())
                .setAttribute(RunTrace.ROWS, page.rows())
                .setAttribute("camel.etl.records", page.records())
                .setAttribute("camel.etl.bytes", page.bytes())
                .setAttribute("camel.etl.outcome", "committed")
                .startSpan();
        PageReport.Phases phases = page.phases();
        long transformed = event(span, "extract", readNanos, phases.extract());
        event(span, "transform", transformed, phases.transform());
        // The load may have had to try again before the try that is measured: its last phase ends now.
        long staging = nowNanos
                - phases.stage().toNanos()
                - phases.merge().toNanos()
                - phases.commit().toNanos();
        long merging = event(span, "stage", Math.max(loadNanos, staging), phases.stage());
        long committing = event(span, "merge", merging, phases.merge());
        event(span, "commit", committing, phases.commit());
        span.end(nowEpoch, TimeUnit.NANOSECONDS);
    }

    /** @return when the next phase begins */
    private long event(Span span, String phase, long nanos, Duration lasted) {
        if (!lasted.isZero()) {
            span.addEvent(phase, at(nanos), TimeUnit.NANOSECONDS);
        }
        return nanos + lasted.toNanos();
    }

    private long at(long nanos) {
        return nowEpoch - (nowNanos - nanos);
    }
}
