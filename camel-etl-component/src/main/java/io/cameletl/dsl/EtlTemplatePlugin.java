package io.cameletl.dsl;

import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.route.RouteUris;
import io.cameletl.internal.route.YamlLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Found by Camel in the jar: gives every context the route template {@code etl-pipeline}, and sees to it that the texts in
 * {@code etl:} endpoints of its routes arrive as they are written.
 *
 * <p>Camel asks the class loader of the application for plugins, or that of the system where none is set, and under some
 * launchers neither has this jar. So {@link EtlTemplateLoader}, which is found wherever Camel finds anything, and the
 * component load it as well; a context has it once.
 */
public final class EtlTemplatePlugin implements ContextServicePlugin {
    private static final Log LOG = Log.of(EtlTemplatePlugin.class);

    private static final String NAME = "etl." + PipelineTemplate.ID;

    /** Called by {@link java.util.ServiceLoader}. */
    public EtlTemplatePlugin() {}

    /** A context that is being constructed takes no templates yet: they come when it first can have a use for them. */
    @Override
    public void load(CamelContext context) {
        if (context.getRegistry().lookupByName(NAME) != null) {
            return;
        }
        Adder adder = new Adder(context);
        context.addLifecycleStrategy(adder);
        context.getRegistry().bind(NAME, adder);
        try {
            YamlLoader.bind(context);
        } catch (LinkageError e) {
            LOG.debug(null, "no YAML DSL on the class path", e);
        }
    }

    /** Adds the template before the context's first routes, or when it starts, whichever comes first. */
    private static final class Adder extends LifecycleStrategySupport implements RouteBuilderLifecycleStrategy {
        private final CamelContext context;

        Adder(CamelContext context) {
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
            RouteUris uris = new RouteUris();
            model.getRouteDefinitions().forEach(uris::onAddRouteDefinition);
            model.addModelLifecycleStrategy(uris);
        }
    }
}
