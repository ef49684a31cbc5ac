package io.cameletl.internal.adapter.management;

import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.PipelineControl;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.outlet.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;

/**
 * Keeps an MBean for each pipeline that has a started endpoint, where the context has JMX. Its name is made of the
 * pipeline's name alone, so that it stays the same whatever becomes of the endpoint's URI. Thread-safe.
 */
public final class ManagedPipelines {
    private static final Log LOG = Log.of(ManagedPipelines.class);

    private final Map<String, List<EndpointService>> started = new HashMap<>();
    private final Map<String, PipelineControl> controls = new TreeMap<>();
    private final Supplier<Roles> roles;

    /** @param roles who may do what */
    public ManagedPipelines(Supplier<Roles> roles) {
        this.roles = roles;
    }

    public synchronized void add(String pipeline, EndpointService endpoint) {
        List<EndpointService> endpoints = started.computeIfAbsent(pipeline, name -> new ArrayList<>());
        endpoints.add(endpoint);
        if (endpoints.size() == 1) {
            PipelineControl control = new PipelineControl(pipeline, new EndpointsOf(pipeline));
            controls.put(pipeline, control);
            endpoint.context().getCamelContextExtension().addContextPlugin(ManagedPipelines.class, this);
            ManagedPipeline bean = new ManagedPipeline(pipeline, control, () -> JmxCaller.now(roles.get()));
            change(endpoint.context(), pipeline, (agent, name) -> agent.register(bean, name));
        }
    }

    /** Does nothing for an endpoint that has not started, or not to its end. */
    public synchronized void remove(String pipeline, EndpointService endpoint) {
        List<EndpointService> endpoints = started.get(pipeline);
        if (endpoints != null && endpoints.remove(endpoint) && endpoints.isEmpty()) {
            started.remove(pipeline);
            controls.remove(pipeline);
            change(endpoint.context(), pipeline, ManagementAgent::unregister);
        }
    }

    /** @return what people may do with each pipeline, by name */
    synchronized Map<String, PipelineControl> controls() {
        return new TreeMap<>(controls);
    }

    /** @return what somebody may do whom nobody has authenticated */
    Caller anybody() {
        return roles.get().caller(Set.of(), Actor.Way.CONSOLE);
    }

    private final class EndpointsOf implements PipelineControl.Endpoints {
        private final String pipeline;

        EndpointsOf(String pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public EndpointService best() {
            return ManagedPipelines.this.best(pipeline);
        }

        @Override
        public List<EndpointService> all() {
            synchronized (ManagedPipelines.this) {
                return List.copyOf(started.getOrDefault(pipeline, List.of()));
            }
        }
    }

    /** The one that has most of the options: an endpoint that pauses need not know the source. */
    private synchronized EndpointService best(String pipeline) {
        List<EndpointService> endpoints = started.getOrDefault(pipeline, List.of());
        return endpoints.stream()
                .filter(endpoint -> endpoint.operation() == EtlOperation.RUN)
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(endpoint -> endpoint.operation().isLoading())
                        .findFirst())
                .or(() -> endpoints.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("pipeline \"" + pipeline + "\" has been stopped"));
    }

    private interface Change {
        void make(ManagementAgent agent, ObjectName name) throws JMException;
    }

    /** A pipeline runs as well without its MBean. */
    private static void change(CamelContext context, String pipeline, Change change) {
        ManagementStrategy strategy = context.getManagementStrategy();
        ManagementAgent agent = strategy == null ? null : strategy.getManagementAgent();
        if (agent == null) {
            return;
        }
        try {
            change.make(agent, name(strategy, context, pipeline));
        } catch (JMException e) {
            LOG.warn(pipeline, "pipeline \"{}\": JMX does not take its MBean, or give it up", pipeline, e);
        }
    }

    private static ObjectName name(ManagementStrategy strategy, CamelContext context, String pipeline)
            throws JMException {
        ObjectName contextName = strategy.getManagementObjectNameStrategy().getObjectNameForCamelContext(context);
        return new ObjectName(contextName.getDomain() + ":context=" + contextName.getKeyProperty("context")
                + ",type=pipelines,name=" + ObjectName.quote(pipeline));
    }
}
