package io.cameletl.internal.observe.trace;

import io.cameletl.PageReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.Tracing.Trace;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The span of one run, replay or load, with a span for each of its pages. */
final class RunTrace implements Trace {
    static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("camel.etl.pipeline");
    static final AttributeKey<Long> RUN = AttributeKey.longKey("camel.etl.run");
    static final AttributeKey<Long> ROWS = AttributeKey.longKey("camel.etl.rows");

    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("camel.etl.outcome");
    private static final AttributeKey<Long> PAGES = AttributeKey.longKey("camel.etl.pages");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("camel.etl.attempt");

    /** By it Camel tells its own spans from others': below one of its own, an exchange of another thread has no parent. */
    private static final String OF_CAMEL = "camelScope";

    private final Tracer tracer;
    private final String pipeline;
    private final Span span;
    private final Context context;
    private boolean ended;
    private boolean committed;

    RunTrace(Tracer tracer, String pipeline) {
        this.tracer = tracer;
        this.pipeline = pipeline;
        this.span =
                tracer.spanBuilder("etl run").setAttribute(PIPELINE, pipeline).startSpan();
        Context current = Context.current();
        Baggage baggage =
                Baggage.fromContext(current).toBuilder().remove(OF_CAMEL).build();
        this.context = current.with(baggage).with(span);
    }

    @Override
    public WatchedRun around(WatchedRun run) {
        return new WatchedRun() {
            @Override
            public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
                Scope scope = context.makeCurrent();
                try {
                    return run.call(task);
                } finally {
                    scope.close();
                }
            }

            @Override
            public WatchedRun until(BooleanSupplier unwanted) {
                return around(run.until(unwanted));
            }

            @Override
            public boolean isStuck() {
                return run.isStuck();
            }
        };
    }

    @Override
    public void entered(String phase) {
        span.addEvent(phase.toLowerCase(Locale.ROOT));
    }

    @Override
    public void retried(int attempt, Exception failure) {
        span.addEvent(
                "retry",
                Attributes.of(
                        ATTEMPT,
                        (long) attempt,
                        AttributeKey.stringKey("exception.type"),
                        failure.getClass().getName()));
    }

    @Override
    public void committed(PageReport page, long readNanos, long loadNanos) {
        committed = true;
        new PageSpan(tracer, context, page).of(readNanos, loadNanos);
    }

    @Override
    public void ended(RunReport run, @Nullable Exception failure) {
        ended = true;
        span.setAttribute(RUN, run.runNumber())
                .setAttribute(OUTCOME, run.outcome().name().toLowerCase(Locale.ROOT))
                .setAttribute(PAGES, (long) run.pages())
                .setAttribute(ROWS, run.rows());
        if (failure != null) {
            span.recordException(failure);
        }
        if (run.outcome() == RunOutcome.FAILED) {
            span.setStatus(StatusCode.ERROR, run.message() == null ? "" : run.message());
        }
    }

    /** What ends without a word is a page loaded outside runs. */
    @Override
    public void close() {
        if (!ended) {
            span.updateName("etl load");
            if (!committed) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    @Override
    public String toString() {
        return "the trace of pipeline " + pipeline;
    }
}
