package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Camel's tools read of the component, and the files that are made of it. */
class ToolingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ADOC = Snippets.module().resolve("src/main/docs/etl-component.adoc");
    private static final Path SETTINGS = Snippets.root().resolve("src-docs/vscode-settings.json");
    private static final String ANEW =
            "made of etl.json; to make it anew: mvn -pl camel-etl-component test -Dtest=ToolingTest -Detl.docs.write=true";

    private final JsonNode component;

    ToolingTest() throws IOException {
        try (var in = ToolingTest.class.getResourceAsStream("/META-INF/io/cameletl/camel/component/etl.json")) {
            component = JSON.readTree(in);
        }
    }

    @Test
    void options_that_are_sql_say_so_as_those_of_camel_sql_do() throws IOException {
        JsonNode theirs;
        try (var in = ToolingTest.class.getResourceAsStream("/META-INF/org/apache/camel/component/sql/sql.json")) {
            theirs = JSON.readTree(in).at("/properties/query");
        }
        for (String option : List.of("query", "commitSql")) {
            JsonNode ours = component.at("/properties/" + option);
            for (String hint : List.of("supportFileReference", "largeInput", "inputLanguage")) {
                assertThat(ours.get(hint))
                        .as("%s of %s", hint, option)
                        .isNotNull()
                        .isEqualTo(theirs.get(hint));
            }
        }
    }

    @Test
    void every_option_and_header_has_a_description_and_a_type() {
        for (String kind : List.of("componentProperties", "properties", "headers")) {
            assertThat(component.get(kind)).isNotEmpty().allSatisfy(option -> {
                assertThat(option.path("description").asText()).isNotBlank();
                assertThat(option.path("javaType").asText()).isNotBlank();
            });
        }
    }

    @Test
    void the_page_in_camel_s_form_has_every_option() throws IOException {
        String page = Files.readString(ADOC);
        String made = page;
        for (Map.Entry<String, String> part : Map.of(
                        "component", "componentProperties", "endpoint", "properties", "headers", "headers")
                .entrySet()) {
            made = with(made, part.getKey(), table(component.get(part.getValue())));
        }
        held(ADOC, page, made);
    }

    @Test
    void the_settings_for_vs_code_have_the_component() throws IOException {
        ObjectNode settings = JSON.createObjectNode();
        settings.putArray("camel.extra-components").add(component);
        String made = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n";
        held(SETTINGS, Files.exists(SETTINGS) ? Files.readString(SETTINGS) : "", made);
    }

    private static void held(Path file, String written, String made) throws IOException {
        if (Boolean.getBoolean("etl.docs.write")) {
            Files.writeString(file, made);
        } else {
            assertThat(written).as("%s is %s", file.getFileName(), ANEW).isEqualTo(made);
        }
    }

    private static String with(String page, String part, String table) {
        Pattern region = Pattern.compile("(// " + part + ": START\n).*(// " + part + ": END\n)", Pattern.DOTALL);
        Matcher found = region.matcher(page);
        assertThat(found.find()).as("the part %s of the page", part).isTrue();
        return found.replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
    }

    private static String table(JsonNode options) {
        StringBuilder table = new StringBuilder("[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n|===\n"
                + "| Name | Description | Default | Type\n");
        options.properties().forEach(option -> table.append("| *")
                .append(option.getKey())
                .append("* (")
                .append(option.getValue().path("group").asText())
                .append(") | ")
                .append(option.getValue().path("description").asText().replace("|", "\\|"))
                .append(" | ")
                .append(option.getValue().path("defaultValue").asText())
                .append(" | ")
                .append(type(option.getValue()))
                .append('\n'));
        return table.append("|===\n").toString();
    }

    private static String type(JsonNode option) {
        return option.path("javaType").asText().replaceAll("([a-z]\\w*\\.)+", "");
    }
}
