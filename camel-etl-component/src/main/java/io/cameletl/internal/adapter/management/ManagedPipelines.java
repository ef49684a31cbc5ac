package io.cameletl.internal.adapter.management;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.ControlledPipelines;
import io.cameletl.internal.adapter.control.PipelineControl;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.outlet.Log;
import java.util.Map;
import java.util.Set;
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

    private final ControlledPipelines pipelines;
    private final Supplier<Roles> roles;

    /** @param roles who may do what */
    public ManagedPipelines(ControlledPipelines pipelines, Supplier<Roles> roles) {
        this.pipelines = pipelines;
        this.roles = roles;
    }

    public synchronized void add(String pipeline, EndpointService endpoint) {
        if (pipelines.add(pipeline, endpoint)) {
            PipelineControl control = pipelines.control(pipeline).orElseThrow();
            endpoint.context().getCamelContextExtension().addContextPlugin(ManagedPipelines.class, this);
            ManagedPipeline bean = new ManagedPipeline(pipeline, control, () -> JmxCaller.now(roles.get()));
            change(endpoint.context(), pipeline, (agent, name) -> agent.register(bean, name));
        }
    }

    /** Does nothing for an endpoint that has not started, or not to its end. */
    public synchronized void remove(String pipeline, EndpointService endpoint) {
        if (pipelines.remove(pipeline, endpoint)) {
            change(endpoint.context(), pipeline, ManagementAgent::unregister);
        }
    }

    /** @return what people may do with each pipeline, by name */
    Map<String, PipelineControl> controls() {
        return pipelines.controls();
    }

    /** @return what somebody may do whom nobody has authenticated */
    Caller anybody() {
        return roles.get().caller(Set.of(), Actor.Way.CONSOLE);
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
