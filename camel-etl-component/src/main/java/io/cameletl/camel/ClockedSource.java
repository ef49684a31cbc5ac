package io.cameletl.camel;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import java.time.Instant;
import java.util.concurrent.Callable;

/** A source bean whose windows end by a database's clock. */
final class ClockedSource<C> implements Source<C> {
    private final Source<C> source;
    private final Callable<Instant> clock;

    ClockedSource(Source<C> source, Callable<Instant> clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        return source.extract(request);
    }

    @Override
    public Instant now() throws Exception {
        return clock.call();
    }

    @Override
    public Instant settled(Instant end) throws Exception {
        return source.settled(end);
    }

    @Override
    public void checkComplete() throws Exception {
        source.checkComplete();
    }
}
