package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** options.md has the options and headers that the component has, with their defaults. */
class OptionsTest {
    private static final String GENERATED = "/META-INF/io/cameletl/camel/component/etl.json";
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

    /** Camel's own name for the options that all begin with {@code table.}. */
    private static final Map<String, String> RENAMED = Map.of("tableOptions", "table.NAME.*");

    @Test
    void options_and_headers_are_those_of_the_component() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Snippets.root().resolve("src-docs/options.md")));
        while (row.find()) {
            String value = row.group(2).strip();
            assertThat(documented.put(row.group(1), value.startsWith("`") ? value.replace("`", "") : ""))
                    .as("%s comes twice", row.group(1))
                    .isNull();
        }

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(generated());
    }

    private static Map<String, String> generated() throws IOException {
        Map<String, String> generated = new TreeMap<>();
        try (var in = OptionsTest.class.getResourceAsStream(GENERATED)) {
            JsonNode json = new ObjectMapper().readTree(in);
            json.get("properties").fields().forEachRemaining(option -> {
                if (!option.getValue().get("kind").asText().equals("path")) {
                    generated.put(
                            RENAMED.getOrDefault(option.getKey(), option.getKey()),
                            option.getValue().path("defaultValue").asText());
                }
            });
            json.get("headers")
                    .fields()
                    .forEachRemaining(header -> generated.put(
                            header.getKey(),
                            header.getValue().path("defaultValue").asText()));
        }
        return generated;
    }
}
