package io.cameletl.internal.adapter.exchange;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;

/** Asks an endpoint and hands on its failure as it was thrown. Thread-safe. */
final class EndpointCall extends ServiceSupport {
    private final Endpoint endpoint;
    private final ProducerTemplate template;

    EndpointCall(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.template = endpoint.getCamelContext().createProducerTemplate(1);
    }

    /** @return the body of the answer; may be null */
    Object ask(Processor question) throws Exception {
        return send(ExchangePattern.InOut, question).getMessage().getBody();
    }

    /** Waits for no answer, but for the message to be taken. */
    void tell(Processor news) throws Exception {
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

    @Override
    protected void doStart() {
        template.start();
    }

    @Override
    protected void doStop() {
        template.stop();
    }
}
