package io.cameletl.internal.adapter.management;

import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.adapter.exchange.Messages;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What JMX asks of a pipeline. Its exceptions are the platform's, without a cause: a client may not have the classes.
 * Thread-safe.
 */
final class PipelineControl {
    private static final Log LOG = Log.of(PipelineControl.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final String pipeline;
    private final Supplier<EndpointService> endpoint;
    private @Nullable PipelineStatus status;
    private long readAt;

    /** @param endpoint the endpoint to ask now; throws when there is none any more */
    PipelineControl(String pipeline, Supplier<EndpointService> endpoint) {
        this.pipeline = pipeline;
        this.endpoint = endpoint;
    }

    /** As it was at most a second ago: a client that reads all attributes asks the database once. */
    synchronized PipelineStatus status() {
        PipelineStatus read = status;
        if (read == null || System.nanoTime() - readAt > FRESH) {
            read = asked(() -> endpoint.get().pipeline().status());
            keep(read);
        }
        return read;
    }

    void pause(boolean paused) {
        keep(asked(() -> endpoint.get().pipeline().pause(paused)));
    }

    /** @param pages as {@link Messages#skippedPages} reads them; null for everything */
    RunReport replay(@Nullable String pages) {
        Set<Long> only = Messages.skippedPages(pages);
        try {
            return asked(() -> {
                EndpointService asked = endpoint.get();
                return asked.outsideRoutes(() -> asked.pipeline().replay(only, asked::isEnding));
            });
        } finally {
            keep(null);
        }
    }

    private synchronized void keep(@Nullable PipelineStatus read) {
        status = read;
        readAt = System.nanoTime();
    }

    private <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            LOG.warn(pipeline, "JMX asked for what could not be done", e);
            throw new IllegalStateException(Outlet.message(pipeline, String.valueOf(e.getMessage()), e));
        }
    }
}
