package io.cameletl.camel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an MBean for each pipeline that has a started endpoint, where the context has JMX. Its name is made of the
 * pipeline's name alone, so that it stays the same whatever becomes of the endpoint's URI. Thread-safe.
 */
final class ManagedPipelines {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedPipelines.class);

    private final Map<String, List<EtlEndpoint>> started = new HashMap<>();

    synchronized void add(EtlEndpoint endpoint) {
        List<EtlEndpoint> endpoints = started.computeIfAbsent(endpoint.getPipeline(), name -> new ArrayList<>());
        endpoints.add(endpoint);
        if (endpoints.size() == 1) {
            ManagedPipeline bean = new ManagedPipeline(
                    endpoint.getPipeline(), new PipelineControl(() -> best(endpoint.getPipeline())));
            change(endpoint, (agent, name) -> agent.register(bean, name));
        }
    }

    synchronized void remove(EtlEndpoint endpoint) {
        List<EtlEndpoint> endpoints = started.getOrDefault(endpoint.getPipeline(), List.of());
        if (endpoints.remove(endpoint) && endpoints.isEmpty()) {
            started.remove(endpoint.getPipeline());
            change(endpoint, ManagementAgent::unregister);
        }
    }

    /** The one that has most of the options: an endpoint that pauses need not know the source. */
    private synchronized EtlEndpoint best(String pipeline) {
        List<EtlEndpoint> endpoints = started.getOrDefault(pipeline, List.of());
        return endpoints.stream()
                .filter(endpoint -> endpoint.getConfiguration().getOperation() == EtlOperation.run)
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(endpoint ->
                                endpoint.getConfiguration().getOperation().isLoading())
                        .findFirst())
                .or(() -> endpoints.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("pipeline \"" + pipeline + "\" has been stopped"));
    }

    private interface Change {
        void make(ManagementAgent agent, ObjectName name) throws JMException;
    }

    /** A pipeline runs as well without its MBean. */
    private static void change(EtlEndpoint endpoint, Change change) {
        ManagementStrategy strategy = endpoint.getCamelContext().getManagementStrategy();
        ManagementAgent agent = strategy == null ? null : strategy.getManagementAgent();
        if (agent == null) {
            return;
        }
        try {
            change.make(agent, name(strategy, endpoint));
        } catch (JMException e) {
            LOG.warn("pipeline \"{}\": JMX does not take its MBean, or give it up", endpoint.getPipeline(), e);
        }
    }

    private static ObjectName name(ManagementStrategy strategy, EtlEndpoint endpoint) throws JMException {
        ObjectName context =
                strategy.getManagementObjectNameStrategy().getObjectNameForCamelContext(endpoint.getCamelContext());
        return new ObjectName(context.getDomain() + ":context=" + context.getKeyProperty("context")
                + ",type=pipelines,name=" + ObjectName.quote(endpoint.getPipeline()));
    }
}
