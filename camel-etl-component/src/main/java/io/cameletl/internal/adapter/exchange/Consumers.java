package io.cameletl.internal.adapter.exchange;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.EndpointHelper;

/**
 * Who consumes what is sent to {@code direct:} and {@code seda:} endpoints, for which Camel waits half a minute when
 * nobody does. Of other endpoints nobody knows here.
 */
final class Consumers {
    private Consumers() {}

    /** @return whether somebody consumes it now, or nobody knows */
    static boolean areThere(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        if (uri.startsWith("direct:")) {
            return Direct.hasConsumer(endpoint);
        }
        return !queues(endpoint) || Seda.hasConsumers(endpoint);
    }

    /** @return whether it keeps what is sent until somebody comes */
    static boolean queues(Endpoint endpoint) {
        return endpoint.getEndpointUri().startsWith("seda:");
    }

    /** @return whether a route of the context begins with it, or may do so, be it started or not */
    static boolean areExpected(Endpoint endpoint) {
        CamelContext context = endpoint.getCamelContext();
        String wanted = base(endpoint.getEndpointUri());
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .map(RouteDefinition::getInput)
                .filter(Objects::nonNull)
                .anyMatch(from -> begins(context, from.getEndpointUri(), wanted));
    }

    /** A route of a template has placeholders that only the template's parameters resolve. */
    private static boolean begins(CamelContext context, String from, String wanted) {
        try {
            return wanted.equals(base(context.resolvePropertyPlaceholders(from)));
        } catch (IllegalArgumentException e) {
            return from.startsWith(wanted.substring(0, wanted.indexOf(':') + 1));
        }
    }

    private static String base(String uri) {
        String normal = EndpointHelper.normalizeEndpointUri(uri);
        int options = normal.indexOf('?');
        return options < 0 ? normal : normal.substring(0, options);
    }

    /** Keeps camel-direct out of a class that pipelines without it use. */
    private static final class Direct {
        private Direct() {}

        @SuppressWarnings("deprecation") // Camel has no other way to ask without sending
        static boolean hasConsumer(Endpoint endpoint) {
            if (!(endpoint instanceof DirectEndpoint direct)
                    || !(direct.getComponent() instanceof DirectComponent component)) {
                return true;
            }
            DirectEndpoint asking = new DirectEndpoint(direct.getEndpointUri(), component);
            asking.setBlock(false);
            try {
                return asking.getConsumer() != null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    /** Keeps camel-seda out likewise. */
    private static final class Seda {
        private Seda() {}

        static boolean hasConsumers(Endpoint endpoint) {
            return !(endpoint instanceof SedaEndpoint seda)
                    || !seda.getConsumers().isEmpty();
        }
    }
}
