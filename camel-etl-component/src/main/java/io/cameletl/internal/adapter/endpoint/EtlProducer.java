package io.cameletl.internal.adapter.endpoint;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.exchange.Bodies;
import io.cameletl.internal.adapter.exchange.Messages;
import io.cameletl.internal.adapter.exchange.Reloads;
import io.cameletl.internal.engine.PagesOfRoute;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.spec.ReloadRange;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.DefaultProducer;

/** Performs the endpoint's operation, or the one that a message may choose. Thread-safe. */
public final class EtlProducer extends DefaultProducer {
    private final EndpointService service;

    public EtlProducer(Endpoint endpoint, EndpointService service) {
        super(endpoint);
        this.service = service;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String pipeline = service.pipeline().spec().name();
        try {
            perform(exchange);
        } catch (Exception e) {
            throw Outlet.failure(pipeline, e);
        }
    }

    private void perform(Exchange exchange) throws Exception {
        EtlOperation operation = service.operation(exchange.getMessage());
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
        Actor route = route(exchange);
        Object answer =
                switch (operation) {
                    case RUN -> service.stoppable(() -> isEnding(exchange), pipeline::run);
                    case NEXT -> next(pipeline, message, service.times());
                    case LOAD -> load(pipeline, message);
                    case STATUS -> pipeline.status();
                    case PLAN -> pipeline.plan();
                    case REPLAY -> {
                        Set<Long> pages = Messages.skippedPages(message.getHeader(EtlConstants.SKIPPED_PAGES));
                        yield service.stoppable(() -> isEnding(exchange), stopping -> pipeline.by(route)
                                .replay(pages, stopping));
                    }
                    case VERIFY -> service.verify(route, () -> isEnding(exchange));
                    case RECONCILE -> service.reconcile(route, () -> isEnding(exchange));
                    case RELOAD -> {
                        ReloadRange range = range(message);
                        yield service.stoppable(() -> isEnding(exchange), stopping -> pipeline.by(route)
                                .reload(range, stopping));
                    }
                    case RESET -> pipeline.by(route).reset(discards(message));
                    case PAUSE -> pipeline.by(route).pause(true);
                    case RESUME -> pipeline.by(route).pause(false);
                    case ADOPT -> pipeline.by(route).adopt();
                    case CLOSE_BREAKER -> pipeline.by(route).closeBreaker();
                    case SEEK -> pipeline.by(route).seek(Messages.cursor(pipeline, seekTo(message)));
                };
        message.setHeader(EtlConstants.PIPELINE, pipeline.spec().name());
        message.setBody(answer);
    }

    private ReloadRange range(Message message) {
        return Reloads.of(message::getHeader, service.times().zone());
    }

    private static boolean discards(Message message) {
        return Boolean.TRUE.equals(Headers.read(message, EtlConstants.DISCARD_LEDGERS, Boolean.class));
    }

    /** A message's headers may be from anybody: who it says it is from does not count. */
    private static Actor route(Exchange exchange) {
        String from = exchange.getFromRouteId();
        return new Actor(from == null ? "context " + exchange.getContext().getName() : from, Actor.Way.ROUTE);
    }

    private static <C> ExtractRequest<C> next(Pipeline<C> pipeline, Message message, ChangeTimes times)
            throws Exception {
        PagesOfRoute.NextPage<C> next = pipeline.pages().next();
        Messages.setRequest(message, next.request(), times);
        message.setHeader(EtlConstants.VERSION, next.version());
        return next.request();
    }

    private static <C> Object load(Pipeline<C> pipeline, Message message) throws Exception {
        Object end = message.getHeader(EtlConstants.END_CURSOR);
        ExtractResponse<C> page = new ExtractResponse<>(
                Bodies.toLoad(pipeline.spec().name(), message.getBody()),
                end == null ? null : Messages.cursor(pipeline, end),
                Boolean.TRUE.equals(Headers.read(message, EtlConstants.HAS_NEXT_PAGE, Boolean.class)));
        return pipeline.pages().load(page, Headers.read(message, EtlConstants.VERSION, Long.class));
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
