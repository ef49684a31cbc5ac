package io.cameletl.internal.adapter.exchange;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import io.cameletl.internal.source.endpoint.EndpointRows;
import io.cameletl.internal.source.endpoint.PageSeam;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Lets an endpoint, such as {@code sql:}, answer each page's request with its rows. */
public final class EndpointSource<C> extends ServiceSupport implements Source<C> {
    private final String pipeline;
    private final EndpointCall call;
    private final EndpointRows<C> rows;
    private final ChangeTimes times;
    private final Callable<Instant> clock;
    private final PageSeam<C> seam;

    /** @param times how change times are bound, which is how {@code rows} reads them */
    public EndpointSource(Endpoint endpoint, EndpointRows<C> rows, ChangeTimes times, Callable<Instant> clock) {
        this.pipeline = times.pipeline();
        this.call = new EndpointCall(pipeline, "source", endpoint);
        this.rows = rows;
        this.times = times;
        this.clock = clock;
        this.seam = new PageSeam<>(pipeline);
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        List<?> answer = answer(request);
        ExtractResponse<C> page = rows.page(answer, request);
        ExtractRequest<C> again = seam.suspicion(request, rows.cursor(answer, 0));
        if (again != null) {
            seam.check(rows.cursor(answer(again), again.pageSize()));
        }
        seam.remember(request, page.endCursor(), rows.cursor(answer, request.pageSize()));
        return page;
    }

    private List<?> answer(ExtractRequest<C> request) throws Exception {
        Object answer = call.ask(
                Messages.parameters(request, times),
                exchange -> Messages.setRequest(exchange.getMessage(), request, times));
        return Bodies.rows(pipeline, answer);
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
