package io.cameletl.internal.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.StringHelper;

/** What Spring's tools complete properties by, made of what Camel's generator says of the component's options. */
final class SpringMetadata {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final JsonNode component;

    SpringMetadata() throws IOException {
        try (var in = SpringMetadata.class.getResourceAsStream("/META-INF/io/cameletl/camel/component/etl.json")) {
            component = JSON.readTree(in);
        }
    }

    /** @return the options by their names in Java, as Camel describes them */
    Map<String, JsonNode> options() {
        Map<String, JsonNode> options = new LinkedHashMap<>();
        component.get("componentProperties").fields().forEachRemaining(option -> {
            // The bean that holds most of the others.
            if (!option.getKey().equals("configuration")) {
                options.put(option.getKey(), option.getValue());
            }
        });
        return options;
    }

    /** @return the name of the option's property */
    static String property(String option) {
        return EtlProperties.PREFIX + "."
                + (option.equals("tableOptions") ? "table" : StringHelper.camelCaseToDash(option));
    }

    /** @return the file's text */
    String text() {
        List<Map<String, Object>> properties = new ArrayList<>();
        List<Map<String, Object>> hints = new ArrayList<>();
        properties.add(switchOf("enabled", "Whether these properties are read."));
        options().forEach((name, option) -> {
            properties.add(described(name, option));
            if (option.has("enum")) {
                List<Map<String, String>> values = new ArrayList<>();
                option.get("enum").forEach(value -> values.add(Map.of("value", value.asText())));
                hints.add(inOrder("name", property(name), "values", values));
            }
        });
        Map<String, Object> group = inOrder("name", EtlProperties.PREFIX, "type", EtlAutoConfiguration.class.getName());
        try {
            return JSON.writeValueAsString(inOrder("groups", List.of(group), "properties", properties, "hints", hints))
                    + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> switchOf(String name, String description) {
        return inOrder(
                "name",
                EtlProperties.PREFIX + "." + name,
                "type",
                Boolean.class.getName(),
                "description",
                description,
                "defaultValue",
                true);
    }

    private static Map<String, Object> described(String name, JsonNode option) {
        Map<String, Object> described =
                inOrder("name", property(name), "type", type(option), "description", description(option));
        JsonNode value = option.path("defaultValue");
        if (!value.isMissingNode()) {
            described.put("defaultValue", value.isTextual() ? value.asText() : JSON.convertValue(value, Object.class));
        }
        if (option.path("deprecated").asBoolean()) {
            described.put("deprecation", Map.of("level", "warning"));
        }
        return described;
    }

    private static String description(JsonNode option) {
        return option.get("description").asText();
    }

    /** Enums as texts: Spring's tools would write their constants as Spring does. Beans as texts: {@code #name}. */
    private static String type(JsonNode option) {
        return switch (option.get("type").asText()) {
            case "boolean" -> Boolean.class.getName();
            case "integer" -> Integer.class.getName();
            case "number" -> Double.class.getName();
            case "duration" -> "java.time.Duration";
            default ->
                option.get("javaType").asText().startsWith("java.util.Map")
                        ? "java.util.Map<java.lang.String,java.lang.String>"
                        : String.class.getName();
        };
    }

    private static Map<String, Object> inOrder(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
