package io.cameletl.internal.route;

import io.cameletl.EtlException;
import java.util.regex.Pattern;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Sees to the {@code etl:} URIs of routes before Camel takes line breaks out of them. */
public final class RouteUris implements ModelLifecycleStrategy {
    private static final Pattern EVALUATED = Pattern.compile("[\\n\\r\\\\$+%]");
    private static final Pattern OPTION = Pattern.compile("[?&]\\s*([\\w-]+)=");

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        for (ToDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            String uri = to.getUri();
            if (uri != null && to.getEndpoint() == null && RouteUri.isEtl(uri)) {
                to.setUri(RouteUri.kept(uri));
            }
        }
        for (ToDynamicDefinition to :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDynamicDefinition.class)) {
            String uri = to.getUri();
            if (uri != null && RouteUri.isEtl(uri)) {
                checkDynamic(uri);
            }
        }
    }

    /** A dynamic URI is evaluated for each message before it is one. */
    private static void checkDynamic(String uri) {
        boolean sql = OPTION.matcher(uri).results().anyMatch(option -> SqlOptions.contain(option.group(1)));
        if (sql && EVALUATED.matcher(uri).find()) {
            throw new EtlException(
                    RouteUri.pipeline(uri),
                    "a dynamic URI, of toD or wireTap, is an expression, in which Camel changes line breaks, \\, $, + and"
                            + " %: it cannot hold this SQL. Write to, not toD. Or put the SQL into a resource and name"
                            + " that, as in query=classpath:users.sql");
        }
    }

    @Override
    public void onRemoveRouteDefinition(RouteDefinition route) {}

    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {}

    @Override
    public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition template) {}
}
