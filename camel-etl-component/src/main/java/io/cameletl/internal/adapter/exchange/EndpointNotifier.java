package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineListener;
import io.cameletl.camel.EtlConstants;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Sends events to an endpoint: the event is the body. Throws when that fails, and is told again. */
public final class EndpointNotifier extends ServiceSupport implements PipelineListener {
    private final EndpointCall call;

    public EndpointNotifier(String pipeline, Endpoint endpoint) {
        this.call = new EndpointCall(pipeline, "notifier", endpoint);
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        try {
            call.tell(exchange -> {
                exchange.getMessage().setBody(event);
                exchange.getMessage().setHeader(EtlConstants.PIPELINE, event.pipeline());
            });
        } catch (Exception e) {
            throw new EtlException(
                    event.pipeline(),
                    "the notifier failed; the event was: " + event.message() + "; the failure is: " + e,
                    e);
        }
    }

    @Override
    public String toString() {
        return "of the option notifier";
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
