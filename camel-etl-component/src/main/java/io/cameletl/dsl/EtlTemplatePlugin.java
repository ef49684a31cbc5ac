package io.cameletl.dsl;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ContextServicePlugin;

/** Found by Camel in the jar: gives every context the route template {@code etl-pipeline}. */
public final class EtlTemplatePlugin implements ContextServicePlugin {
    /** Called by {@link java.util.ServiceLoader}. */
    public EtlTemplatePlugin() {}

    @Override
    public void load(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        if (model.getRouteTemplateDefinition(PipelineTemplate.ID) == null) {
            try {
                model.addRouteTemplateDefinition(PipelineTemplate.definition());
            } catch (Exception e) {
                throw new IllegalStateException("cannot add the route template " + PipelineTemplate.ID, e);
            }
            model.addRouteTemplateDefinitionConverter(PipelineTemplate.ID, new PipelineTemplate(context));
        }
    }
}
