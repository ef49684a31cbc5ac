package io.cameletl.docs;

import io.cameletl.RunReport;
import io.cameletl.camel.component.EtlComponent;
import io.cameletl.support.TestDatabase;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Runs the routes of the documentation as they are printed: only their timers are replaced, by the test's own hand. */
final class DocsContext implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template = camel.createProducerTemplate();

    DocsContext(TestDatabase legacy, TestDatabase warehouse) throws Exception {
        // What the documentation calls classpath:sql/... lies below this folder.
        URL root = Snippets.class.getResource("/docs/");
        camel.setApplicationContextClassLoader(
                new URLClassLoader(new URL[] {root}, getClass().getClassLoader()));
        // As in application.properties, which camel-main reads.
        camel.getComponent("etl", EtlComponent.class).getConfiguration().setStateSchema("etl_state");
        setDatabase("legacy", legacy);
        setDatabase("warehouse", warehouse);
        load("databases.yaml");
    }

    private void setDatabase(String name, TestDatabase database) {
        camel.getPropertiesComponent().addInitialProperty(name + ".url", database.url());
        camel.getPropertiesComponent().addInitialProperty(name + ".user", database.user());
        camel.getPropertiesComponent().addInitialProperty(name + ".password", database.password());
    }

    DefaultCamelContext camel() {
        return camel;
    }

    DocsContext bind(String name, Object bean) {
        camel.getRegistry().bind(name, bean);
        return this;
    }

    /** Loads a file of the documentation as it is. */
    DocsContext load(String file) throws Exception {
        Resource resource = ResourceHelper.resolveMandatoryResource(camel, "classpath:docs/" + file);
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
        return this;
    }

    /** Puts {@code direct:<route id>} in the place of the timers. */
    DocsContext start() throws Exception {
        for (RouteDefinition route : camel.getRouteDefinitions().toArray(RouteDefinition[]::new)) {
            if (route.getInput().getEndpointUri().startsWith("quartz:")) {
                AdviceWith.adviceWith(
                        camel, route.getRouteId(), advice -> advice.replaceFromWith("direct:" + route.getRouteId()));
            }
        }
        camel.start();
        return this;
    }

    RunReport run(String route) {
        return send("direct:" + route, null, Map.of(), RunReport.class);
    }

    <T> T send(String uri, Object body, Map<String, Object> headers, Class<T> answer) {
        try {
            return template.requestBodyAndHeaders(uri, body, headers, answer);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
