package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlException;
import io.cameletl.internal.outlet.Log;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupListener;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint and hands on its failure as it was thrown. An endpoint that nobody consumes is told of once the context
 * has started, and refused when it is used: a route may come later. Thread-safe.
 */
final class EndpointCall extends ServiceSupport implements StartupListener {
    private static final Log LOG = Log.of(EndpointCall.class);

    private final String pipeline;
    private final String option;
    private final Endpoint endpoint;
    private final ProducerTemplate template;

    /** @param option the option that names the endpoint, for messages */
    EndpointCall(String pipeline, String option, Endpoint endpoint) {
        this.pipeline = pipeline;
        this.option = option;
        this.endpoint = endpoint;
        this.template = endpoint.getCamelContext().createProducerTemplate(1);
    }

    /**
     * Waits for the answer, and for a route that is defined and not started yet, as long as the endpoint does.
     *
     * @param body what to ask with
     * @param headers sets the headers of the question
     * @return the body of the answer
     * @throws EtlException when a route has handled its own failure, or gone back, and so has no answer
     */
    @Nullable
    Object ask(Object body, Processor headers) throws Exception {
        if (!Consumers.areThere(endpoint) && !Consumers.areExpected(endpoint)) {
            throw new EtlException(pipeline, nobody());
        }
        Exchange exchange = send(ExchangePattern.InOut, question -> {
            headers.process(question);
            question.getMessage().setBody(body);
        });
        Object answer = exchange.getMessage().getBody();
        Exception handled = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast() || (handled != null && answer == body)) {
            throw new EtlException(
                    pipeline,
                    "the route of " + endpoint.getEndpointUri() + " has "
                            + (handled == null
                                    ? "marked its exchange for rollback"
                                    : "handled a failure, " + handled + ", and left the body as it was")
                            + ". That is no answer: let the failure through, or set the body",
                    handled);
        }
        return answer;
    }

    /** Waits for no answer, but for the message to be taken; not for somebody to take it. */
    void tell(Processor news) throws Exception {
        if (!Consumers.areThere(endpoint) && !(Consumers.queues(endpoint) && Consumers.areExpected(endpoint))) {
            throw new EtlException(pipeline, nobody());
        }
        send(ExchangePattern.InOnly, news);
    }

    private Exchange send(ExchangePattern pattern, Processor message) throws Exception {
        Exchange exchange = template.send(endpoint, pattern, message);
        Exception failure = exchange.getException();
        if (failure != null) {
            throw failure instanceof CamelExecutionException wrapped && wrapped.getCause() instanceof Exception cause
                    ? cause
                    : failure;
        }
        return exchange;
    }

    private String nobody() {
        String uri = URISupport.sanitizeUri(endpoint.getEndpointBaseUri());
        return "option " + option + ": nobody consumes " + uri + ". Add a route from " + uri
                + ", let it start, or correct" + " the option";
    }

    @Override
    protected void doStart() throws Exception {
        template.start();
        endpoint.getCamelContext().addStartupListener(this);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (alreadyStarted) {
            warn();
        } // else routes are still to come
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        warn();
    }

    private void warn() {
        if (!isStoppingOrStopped() && !Consumers.areThere(endpoint) && !Consumers.areExpected(endpoint)) {
            LOG.warn(pipeline, "pipeline \"{}\": {}", pipeline, nobody());
        }
    }

    @Override
    protected void doStop() {
        template.stop();
    }
}
