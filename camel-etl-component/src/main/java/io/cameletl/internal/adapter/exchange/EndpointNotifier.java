package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.outlet.Log;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Sends events to an endpoint: the event is the body. A notifier that fails is logged and changes nothing. */
public final class EndpointNotifier extends ServiceSupport implements PipelineListener {
    private static final Log LOG = Log.of(EndpointNotifier.class);

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
            LOG.warn(
                    event.pipeline(),
                    "pipeline \"{}\": the notifier failed; the event was: {}; the failure is: {}",
                    event.pipeline(),
                    event.message(),
                    e.toString());
            LOG.debug(event.pipeline(), "where the notifier failed", e);
        }
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
