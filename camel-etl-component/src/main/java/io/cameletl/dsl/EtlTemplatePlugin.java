package io.cameletl.dsl;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Found by Camel in the jar: gives every context the route template {@code etl-pipeline}. */
public final class EtlTemplatePlugin implements ContextServicePlugin {
    /** Called by {@link java.util.ServiceLoader}. */
    public EtlTemplatePlugin() {}

    /** A context that is being constructed takes no templates yet: they come when it first can have a use for them. */
    @Override
    public void load(CamelContext context) {
        TemplateAdder adder = new TemplateAdder(context);
        context.addLifecycleStrategy(adder);
        context.getRegistry().bind("etl." + PipelineTemplate.ID, adder);
    }
}
