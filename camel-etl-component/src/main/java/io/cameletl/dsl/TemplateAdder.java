package io.cameletl.dsl;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.support.LifecycleStrategySupport;

/** Adds the route template before a context's first routes, or when it starts, whichever comes first. */
final class TemplateAdder extends LifecycleStrategySupport implements RouteBuilderLifecycleStrategy {
    private final CamelContext context;

    TemplateAdder(CamelContext context) {
        this.context = context;
    }

    @Override
    public void beforeConfigure(RouteBuilder builder) {
        add();
    }

    @Override
    public void onContextInitializing(CamelContext initializing) {
        add();
    }

    private synchronized void add() {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        if (model.getRouteTemplateDefinition(PipelineTemplate.ID) != null) {
            return;
        }
        try {
            model.addRouteTemplateDefinition(PipelineTemplate.definition());
        } catch (Exception e) {
            throw new IllegalStateException("cannot add the route template " + PipelineTemplate.ID, e);
        }
        model.addRouteTemplateDefinitionConverter(PipelineTemplate.ID, new PipelineTemplate(context));
    }
}
