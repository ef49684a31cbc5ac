package io.cameletl.camel;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.pipeline.NextPage;
import io.cameletl.pipeline.Pipeline;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.DefaultProducer;

/** Performs the operation that the endpoint or the exchange names. Thread-safe. */
final class EtlProducer extends DefaultProducer {
    EtlProducer(EtlEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Object named = exchange.getMessage().getHeader(EtlConstants.OPERATION);
        EtlOperation operation = named != null
                ? EtlOperation.of(named)
                : endpoint().getConfiguration().getOperation();
        perform(operation, endpoint().started(), exchange);
    }

    private <C> void perform(EtlOperation operation, Pipeline<C> pipeline, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Object answer =
                switch (operation) {
                    case run -> pipeline.run(() -> isEnding(exchange));
                    case next -> next(pipeline, message);
                    case load -> load(pipeline, message);
                    case status -> pipeline.status();
                    case seek -> pipeline.seek(Cursors.of(pipeline, seekTo(message)));
                };
        message.setHeader(EtlConstants.PIPELINE, pipeline.spec().name());
        message.setBody(answer);
    }

    private static <C> ExtractRequest<C> next(Pipeline<C> pipeline, Message message) throws Exception {
        NextPage<C> next = pipeline.next();
        Requests.setHeaders(message, next.request());
        message.setHeader(EtlConstants.VERSION, next.version());
        return next.request();
    }

    private static <C> Object load(Pipeline<C> pipeline, Message message) throws Exception {
        Object end = message.getHeader(EtlConstants.END_CURSOR);
        boolean hasNextPage = message.getHeader(EtlConstants.HAS_NEXT_PAGE, false, Boolean.class);
        ExtractResponse<C> page = new ExtractResponse<>(
                Bodies.rows(pipeline.spec().name(), message.getBody()),
                end == null ? null : Cursors.of(pipeline, end),
                hasNextPage);
        return pipeline.load(page, message.getHeader(EtlConstants.VERSION, Long.class));
    }

    private static Object seekTo(Message message) {
        Object header = message.getHeader(EtlConstants.END_CURSOR);
        return header != null ? header : message.getBody();
    }

    /** A run ends after the page in hand when the context, or the route that triggered it, is going down. */
    private boolean isEnding(Exchange exchange) {
        CamelContext context = exchange.getContext();
        Route trigger = exchange.getFromRouteId() == null ? null : context.getRoute(exchange.getFromRouteId());
        return isStoppingOrStopped()
                || context.isStopping()
                || (trigger != null
                        && trigger.getConsumer() instanceof StatefulService consumer
                        && !consumer.isStarted());
    }

    private EtlEndpoint endpoint() {
        return (EtlEndpoint) getEndpoint();
    }
}
