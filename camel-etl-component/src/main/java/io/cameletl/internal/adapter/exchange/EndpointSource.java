package io.cameletl.internal.adapter.exchange;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.internal.source.endpoint.EndpointRows;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Lets an endpoint, such as {@code sql:}, answer each page's request with its rows. */
public final class EndpointSource<C> extends ServiceSupport implements Source<C> {
    private final String pipeline;
    private final EndpointCall call;
    private final EndpointRows<C> rows;
    private final Callable<Instant> clock;

    public EndpointSource(String pipeline, Endpoint endpoint, EndpointRows<C> rows, Callable<Instant> clock) {
        this.pipeline = pipeline;
        this.call = new EndpointCall(pipeline, "source", endpoint);
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        Object answer =
                call.ask(Messages.parameters(request), exchange -> Messages.setRequest(exchange.getMessage(), request));
        return rows.page(Bodies.rows(pipeline, answer), request);
    }

    @Override
    public Instant now() throws Exception {
        return clock.call();
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(call);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(call);
    }
}
