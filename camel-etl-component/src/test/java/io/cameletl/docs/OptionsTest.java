package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.options.OptionValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** options.md says of options and headers what their annotations say. */
class OptionsTest {
    private static final Path PAGE = Snippets.root().resolve("src-docs/options.md");

    private final OptionTables tables = new OptionTables();

    OptionsTest() throws IOException {}

    @Test
    void the_tables_are_made_of_the_descriptions() throws IOException {
        String page = Files.readString(PAGE);
        String made = tables.in(page);
        if (Boolean.getBoolean("etl.docs.write")) {
            Files.writeString(PAGE, made);
            return;
        }

        assertThat(page)
                .as(
                        "the tables of src-docs/options.md are made of the descriptions in EtlConfiguration and EtlConstants;"
                                + " to make them anew: mvn -pl camel-etl-component test -Dtest=OptionsTest -Detl.docs.write=true")
                .isEqualTo(made);
    }

    @Test
    void every_option_and_header_is_in_one_table() throws IOException {
        String made = tables.in(Files.readString(PAGE));

        Stream.of(tables.options(), tables.headers(), tables.component())
                .flatMap(described -> described.keySet().stream())
                .map(name -> name.equals("tableOptions") ? "table.NAME.*" : name)
                .forEach(name -> assertThat(made.split(Pattern.quote("\n| `" + name + "` |"), -1))
                        .as(name)
                        .hasSize(2));
    }

    @Test
    void every_operation_is_in_the_table_of_operations() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .map(Pattern.compile("^\\| (\\w+) \\| .* \\| `\\w+` \\|$")::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(EtlOperation.values())
                        .map(OptionsTest::inUri)
                        .toList());
    }

    @Test
    void the_values_that_tools_are_told_of_are_the_constants() throws Exception {
        int compared = 0;
        for (OptionTables.Described each : Stream.concat(
                        tables.options().values().stream(), tables.headers().values().stream())
                .filter(described -> described.generated().has("enum"))
                .toList()) {
            Class<?> type = Class.forName(each.get("javaType"));
            assertThat(StreamSupport.stream(each.generated().get("enum").spliterator(), false)
                            .map(JsonNode::asText))
                    .containsExactlyElementsOf(Arrays.stream(type.getEnumConstants())
                            .map(constant -> inUri((Enum<?>) constant))
                            .toList());
            compared++;
        }
        assertThat(compared).isEqualTo(10);
    }

    private static String inUri(Enum<?> constant) {
        return OptionValue.inUri(constant);
    }
}
