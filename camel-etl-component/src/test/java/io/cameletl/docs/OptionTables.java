package io.cameletl.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.component.EtlComponent;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;

/**
 * The tables of options.md: the texts are those of the annotations, which Camel's generator copies into etl.json without
 * their backticks; the rest is what it has made of the annotations there.
 */
final class OptionTables {
    private static final String GENERATED = "/META-INF/io/cameletl/camel/component/etl.json";
    private static final Pattern TABLE =
            Pattern.compile("^(<!-- (options: (\\w+)|headers|component) -->\\n)(\\|.*\\n)*", Pattern.MULTILINE);

    /** Camel's own name for the options that all begin with {@code table.}. */
    private static final Map<String, String> RENAMED = Map.of("tableOptions", "table.NAME.*");

    private final JsonNode json;

    OptionTables() throws IOException {
        try (var in = OptionTables.class.getResourceAsStream(GENERATED)) {
            json = new ObjectMapper().readTree(in);
        }
    }

    /** An option or a header. */
    record Described(String text, JsonNode generated) {
        String get(String key) {
            return generated.path(key).asText();
        }
    }

    /** @return the options of the configuration, in the order in which it declares them */
    Map<String, Described> options() {
        Map<String, Described> options = new LinkedHashMap<>();
        for (Field field : EtlConfiguration.class.getDeclaredFields()) {
            UriParam annotation = field.getAnnotation(UriParam.class);
            if (annotation != null) {
                JsonNode generated = json.get("properties").get(field.getName());
                options.put(field.getName(), new Described(annotation.description(), generated));
            }
        }
        return options;
    }

    /** @return the component's own options, in the order in which it declares them */
    Map<String, Described> component() {
        Map<String, Described> options = new LinkedHashMap<>();
        for (Field field : EtlComponent.class.getDeclaredFields()) {
            Metadata annotation = field.getAnnotation(Metadata.class);
            if (annotation != null && annotation.label().matches("console|security|console,security")) {
                JsonNode generated = json.get("componentProperties").get(field.getName());
                options.put(field.getName(), new Described(annotation.description(), generated));
            }
        }
        return options;
    }

    private String componentTable() {
        return table(component(), "option", "default", option -> option.get("defaultValue"));
    }

    /** @return the headers, in the order of their constants */
    Map<String, Described> headers() {
        Map<String, Described> headers = new LinkedHashMap<>();
        for (Field field : EtlConstants.class.getDeclaredFields()) {
            Metadata annotation = field.getAnnotation(Metadata.class);
            if (annotation != null) {
                String name = constant(field);
                headers.put(
                        name,
                        new Described(
                                annotation.description(), json.get("headers").get(name)));
            }
        }
        return headers;
    }

    private static String constant(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the page with each of its marked tables made anew */
    String in(String page) {
        return TABLE.matcher(page)
                .replaceAll(table -> Matcher.quoteReplacement(table.group(1)
                        + switch (table.group(2)) {
                            case "headers" -> headerTable();
                            case "component" -> componentTable();
                            default -> optionTable(table.group(3));
                        }));
    }

    private String optionTable(String group) {
        Map<String, Described> options = options();
        options.values().removeIf(option -> !option.get("group").equals(group));
        return table(options, "option", "default", option -> option.get("defaultValue"));
    }

    private String headerTable() {
        return table(
                headers(), "header", "type", header -> header.get("javaType").replaceAll(".*\\.", ""));
    }

    private static String table(
            Map<String, Described> described, String name, String column, Function<Described, String> second) {
        List<String> rows = new ArrayList<>(List.of(row(name, column, "meaning"), row("---", "---", "---")));
        described.forEach((key, value) ->
                rows.add(row(code(RENAMED.getOrDefault(key, key)), code(second.apply(value)), value.text())));
        return String.join("", rows);
    }

    private static String row(String... cells) {
        return Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return text.isEmpty() ? "none" : "`" + text + "`";
    }
}
