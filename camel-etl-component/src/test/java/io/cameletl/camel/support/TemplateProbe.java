package io.cameletl.camel.support;

import io.cameletl.camel.component.EtlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Uses the route template in YAML before there is any etl endpoint, and says what the context has then. */
public final class TemplateProbe {
    private static final String YAML =
            """
            - templatedRoute:
                routeTemplateRef: etl-pipeline
                routeId: orders
                parameters:
                  - { name: pipeline, value: orders }
                  - { name: every, value: 5s }
                  - { name: source, value: "direct:a%2Bb" }
                  - { name: cursorColumns, value: id }
                  - { name: tables, value: orders }
                  - { name: failureThreshold, value: 3 }
                  - { name: cooldown, value: 5m }
            """;

    private TemplateProbe() {}

    /** @param arguments {@code component} hands the component over, otherwise Camel has to find it */
    public static void main(String[] arguments) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            if (arguments[0].equals("component")) {
                context.addComponent("etl", new EtlComponent());
            }
            context.init();
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", YAML));
            System.out.println("templates "
                    + context.getRouteTemplateDefinitions().stream()
                            .filter(template -> template.getId().equals("etl-pipeline"))
                            .count());
            System.out.println(
                    "routes " + context.getRouteDefinition("orders").getInput().getUri());
            System.out.println("duration " + context.getTypeConverter().convertTo(java.time.Duration.class, "5s"));
            System.exit(0);
        }
    }
}
