package io.cameletl.internal.adapter.endpoint;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.exchange.Messages;
import io.cameletl.internal.engine.NextPage;
import io.cameletl.internal.engine.Pipeline;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.DefaultProducer;

/** Performs the operation that the endpoint or the exchange names. Thread-safe. */
public final class EtlProducer extends DefaultProducer {
    private final EndpointService service;

    public EtlProducer(Endpoint endpoint, EndpointService service) {
        super(endpoint);
        this.service = service;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Object named = exchange.getMessage().getHeader(EtlConstants.OPERATION);
        EtlOperation operation = named != null ? EtlOperation.of(named) : service.operation();
        if (exchange.getFromRouteId() == null) {
            service.outsideRoutes(() -> {
                perform(operation, service.pipeline(), exchange);
                return operation;
            });
        } else {
            perform(operation, service.pipeline(), exchange);
        }
    }

    private <C> void perform(EtlOperation operation, Pipeline<C> pipeline, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Object answer =
                switch (operation) {
                    case run -> pipeline.run(() -> isEnding(exchange));
                    case next -> next(pipeline, message);
                    case load -> load(pipeline, message);
                    case status -> pipeline.status();
                    case replay ->
                        pipeline.replay(
                                Messages.skippedPages(message.getHeader(EtlConstants.SKIPPED_PAGES)),
                                () -> isEnding(exchange));
                    case pause -> pipeline.pause(true);
                    case resume -> pipeline.pause(false);
                    case seek -> pipeline.seek(Messages.cursor(pipeline, seekTo(message)));
                };
        message.setHeader(EtlConstants.PIPELINE, pipeline.spec().name());
        message.setBody(answer);
    }

    private static <C> ExtractRequest<C> next(Pipeline<C> pipeline, Message message) throws Exception {
        NextPage<C> next = pipeline.next();
        Messages.setRequest(message, next.request());
        message.setHeader(EtlConstants.VERSION, next.version());
        return next.request();
    }

    private static <C> Object load(Pipeline<C> pipeline, Message message) throws Exception {
        Object end = message.getHeader(EtlConstants.END_CURSOR);
        ExtractResponse<C> page = new ExtractResponse<>(
                Messages.rows(pipeline.spec().name(), message.getBody()),
                end == null ? null : Messages.cursor(pipeline, end),
                hasNextPage(message));
        return pipeline.load(page, message.getHeader(EtlConstants.VERSION, Long.class));
    }

    /** What is taken for false closes the window: a word that is neither must not be. */
    private static boolean hasNextPage(Message message) {
        Object named = message.getHeader(EtlConstants.HAS_NEXT_PAGE);
        Boolean value = named == null ? Boolean.FALSE : message.getHeader(EtlConstants.HAS_NEXT_PAGE, Boolean.class);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the header " + EtlConstants.HAS_NEXT_PAGE + " is true or false, not \"" + named + "\"");
        }
        return value;
    }

    private static Object seekTo(Message message) {
        Object header = message.getHeader(EtlConstants.END_CURSOR);
        return header != null ? header : message.getBody();
    }

    /** A run ends after the page in hand when the context, or the route that triggered it, is going down. */
    private boolean isEnding(Exchange exchange) {
        String from = exchange.getFromRouteId();
        Route trigger = from == null ? null : exchange.getContext().getRoute(from);
        return isStoppingOrStopped()
                || service.isEnding()
                || (trigger != null
                        && trigger.getConsumer() instanceof StatefulService consumer
                        && !consumer.isStarted());
    }
}
