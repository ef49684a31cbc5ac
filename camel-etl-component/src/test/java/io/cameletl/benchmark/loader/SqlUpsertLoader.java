package io.cameletl.benchmark.loader;

import io.cameletl.benchmark.database.Link;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What a Camel user does today: {@code sql:} reads a page after the last row, {@code sql:...?batch=true} upserts it,
 * one transaction a page. The position is in memory only, so it is lost with the process; and an unchanged row is
 * written all the same.
 */
final class SqlUpsertLoader implements Loader {
    private static final String READ = "sql:classpath:io/cameletl/benchmark/page.sql?dataSource=#source";
    private static final String WRITE = "sql:classpath:io/cameletl/benchmark/upsert.sql?dataSource=#target&batch=true";

    private final String name;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    /** @param rewriting whether the driver sends several rows of a batch in one INSERT */
    SqlUpsertLoader(String name, Link link, boolean rewriting) {
        this.name = name;
        camel.getRegistry().bind("source", link.source().pool());
        camel.getRegistry().bind("target", link.transactionalTarget(rewriting).pool());
        camel.start();
        template = camel.createProducerTemplate();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void load(int pageSize) {
        Object at = new Timestamp(0);
        Object id = "";
        while (true) {
            List<?> rows = template.requestBody(READ, parameters(at, id, pageSize), List.class);
            if (rows.isEmpty()) {
                return;
            }
            template.requestBody(WRITE, rows);
            Map<?, ?> last = (Map<?, ?>) rows.get(rows.size() - 1);
            at = last.get("updated_at");
            id = last.get("id");
            if (rows.size() < pageSize) {
                return;
            }
        }
    }

    private static Map<String, Object> parameters(Object at, Object id, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("afterAt", at);
        parameters.put("afterId", id);
        parameters.put("beforeAt", new Timestamp(System.currentTimeMillis()));
        parameters.put("limit", limit);
        return parameters;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
