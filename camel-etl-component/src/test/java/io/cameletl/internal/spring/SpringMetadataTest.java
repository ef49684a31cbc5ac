package io.cameletl.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.component.EtlComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.junit.jupiter.api.Test;

/** Spring's tools know each option of the component, and each property that they know is one. */
class SpringMetadataTest {
    private static final Path FILE = Path.of("src/generated/resources/META-INF/spring-configuration-metadata.json")
            .toAbsolutePath();

    private final SpringMetadata metadata = new SpringMetadata();

    SpringMetadataTest() throws IOException {}

    @Test
    void the_metadata_are_made_of_the_components_options() throws IOException {
        String made = metadata.text();
        if (Boolean.getBoolean("etl.docs.write")) {
            Files.writeString(FILE, made);
            return;
        }

        assertThat(FILE)
                .as("to make it anew:"
                        + " mvn -pl camel-etl-component test -Dtest=SpringMetadataTest -Detl.docs.write=true")
                .content()
                .isEqualTo(made);
    }

    @Test
    void each_property_sets_its_option() throws Exception {
        Map<String, Object> differ = new TreeMap<>();
        try (CamelContext context = new DefaultCamelContext()) {
            EtlComponent etl = context.getComponent("etl", EtlComponent.class);
            PropertyConfigurerGetter options = (PropertyConfigurerGetter) etl.getComponentPropertyConfigurer();
            metadata.options().forEach((name, option) -> {
                if (option.get("type").asText().equals("object")) {
                    return;
                }
                String text = other(option);
                EtlPropertiesTest.set(context, etl, Map.of(SpringMetadata.property(name), text));
                Object value = options.getOptionValue(etl, name, false);
                if (!same(option.get("type").asText(), value, text)) {
                    differ.put(name, value);
                }
            });
        }
        assertThat(differ).isEmpty();
    }

    /** @return a value that is not the default */
    private static String other(com.fasterxml.jackson.databind.JsonNode option) {
        return switch (option.get("type").asText()) {
            case "boolean" -> String.valueOf(!option.path("defaultValue").asBoolean());
            case "integer", "number" -> "17";
            case "duration" -> "17m";
            case "enum" -> {
                List<String> values = new java.util.ArrayList<>();
                option.get("enum").forEach(value -> values.add(value.asText()));
                yield values.get(values.size() - 1);
            }
            default -> "some_text";
        };
    }

    private static boolean same(String type, Object value, String text) {
        return switch (type) {
            case "duration" -> value.equals(17 * 60_000L);
            case "number" -> value.equals(17.0);
            case "enum" -> value.toString().replace("_", "").equalsIgnoreCase(text);
            default -> String.valueOf(value).equals(text);
        };
    }
}
