package io.cameletl.camel.support;

import io.cameletl.RunReport;
import io.cameletl.support.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A plain Camel context with the databases {@code source} and {@code target} in its registry. */
public final class EtlContext implements AutoCloseable {
    private final Map<String, Object> beans = new HashMap<>();
    private CamelContext context;
    private ProducerTemplate template;

    public EtlContext(TestDatabase source, TestDatabase target) throws Exception {
        beans.put("source", source.dataSource());
        beans.put("target", target.dataSource());
        start();
    }

    private void start() throws Exception {
        context = new DefaultCamelContext();
        beans.forEach(context.getRegistry()::bind);
        context.start();
        template = context.createProducerTemplate();
    }

    /** As another process would begin: without routes, and with the beans bound so far. */
    public void restart() throws Exception {
        close();
        start();
    }

    public EtlContext bind(String name, Object bean) {
        beans.put(name, bean);
        context.getRegistry().bind(name, bean);
        return this;
    }

    public CamelContext camel() {
        return context;
    }

    /** A route {@code direct:<pipeline>} to the endpoint. */
    public EtlContext route(String pipeline, String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + pipeline).routeId(pipeline).to("etl:" + pipeline + "?" + options);
            }
        });
        return this;
    }

    public RunReport run(String pipeline) {
        return send(pipeline, null, Map.of(), RunReport.class);
    }

    public <T> T send(String pipeline, Object body, Map<String, Object> headers, Class<T> answer) {
        try {
            return template.requestBodyAndHeaders("direct:" + pipeline, body, headers, answer);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
