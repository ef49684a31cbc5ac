package io.cameletl.camel;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.pipeline.NextPage;
import io.cameletl.pipeline.Pipeline;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.DefaultProducer;

/** Performs the operation that the endpoint or the exchange names. Thread-safe. */
final class EtlProducer extends DefaultProducer implements ShutdownPrepared {
    private final AtomicBoolean shuttingDown = new AtomicBoolean();

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
                    case run -> pipeline.run(this::isEnding);
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

    /** A run ends after the page in hand when the context, or the route it belongs to, is going down. */
    private boolean isEnding() {
        return shuttingDown.get()
                || isStoppingOrStopped()
                || getEndpoint().getCamelContext().isStopping();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        shuttingDown.set(true);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        shuttingDown.set(false);
    }

    private EtlEndpoint endpoint() {
        return (EtlEndpoint) getEndpoint();
    }
}
