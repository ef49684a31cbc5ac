package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Stands for the source of a pipeline whose route extracts by itself: it only has the clock. */
final class NoSource<C> implements Source<C> {
    private final String pipeline;
    private final Callable<Instant> clock;

    NoSource(String pipeline, Callable<Instant> clock) {
        this.pipeline = pipeline;
        this.clock = clock;
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) {
        throw new EtlException(pipeline, "has no source to run. Set source or query on this endpoint");
    }

    @Override
    public Instant now() throws Exception {
        return clock.call();
    }
}
