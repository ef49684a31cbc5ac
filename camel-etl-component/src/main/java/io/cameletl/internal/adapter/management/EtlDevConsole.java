package io.cameletl.internal.adapter.management;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Pipelines as Camel's own console shows them, from memory; with the parameter {@code pipeline} one of them, and what the
 * state database says of it. Whoever reads it is nobody's authenticated user, so it shows what {@code viewers=*} lets be
 * seen.
 */
@DevConsole(name = "etl", displayName = "ETL", description = "Pipelines of the etl: component")
public final class EtlDevConsole extends AbstractDevConsole {
    private static final String PIPELINE = "pipeline";

    public EtlDevConsole() {
        super("camel", "etl", "ETL", "Pipelines of the etl: component");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (JsonObject line : lines(options)) {
            line.forEach((name, value) -> text.append(name.equals(PIPELINE) ? "" : "    ")
                    .append(name)
                    .append(": ")
                    .append(value instanceof JsonObject json ? json.toJson() : value)
                    .append('\n'));
        }
        return text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject answer = new JsonObject();
        answer.put("pipelines", new JsonArray(lines(options)));
        return answer;
    }

    private List<JsonObject> lines(Map<String, Object> options) {
        ManagedPipelines managed =
                getCamelContext().getCamelContextExtension().getContextPlugin(ManagedPipelines.class);
        Object wanted = options.get(PIPELINE);
        List<JsonObject> lines = new ArrayList<>();
        if (managed != null) {
            Caller anybody = managed.anybody();
            managed.controls().forEach((pipeline, control) -> {
                if (wanted == null || wanted.equals(pipeline)) {
                    lines.add(line(
                            pipeline,
                            () -> wanted == null
                                    ? DevConsoleLine.heard(pipeline, control.heard(anybody))
                                    : DevConsoleLine.known(
                                            pipeline, control.heard(anybody), control.lastStatus(anybody))));
                }
            });
        }
        return lines;
    }

    private interface Line {
        JsonObject make();
    }

    private static JsonObject line(String pipeline, Line line) {
        try {
            return line.make();
        } catch (RefusedException e) {
            JsonObject refused = new JsonObject();
            refused.put(PIPELINE, pipeline);
            refused.put("refused", e.getMessage());
            return refused;
        }
    }
}
