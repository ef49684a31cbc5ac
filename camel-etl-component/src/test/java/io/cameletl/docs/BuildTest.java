package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.component.EtlComponent;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the documentation has users write around their routes. */
class BuildTest {
    @ParameterizedTest
    @ValueSource(strings = {"dependency.xml", "dependencies.xml", "spring-dependencies.xml", "cluster-dependency.xml"})
    void the_dependencies_are_those_the_tests_run_with(String file) throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Snippets.resource(file).getBytes(StandardCharsets.UTF_8)));
        NodeList dependencies = xml.getElementsByTagName("dependency");
        assertThat(dependencies.getLength()).isPositive();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            assertThat(text(dependency, "version"))
                    .as(text(dependency, "artifactId"))
                    .isEqualTo(version(text(dependency, "groupId"), text(dependency, "artifactId")));
        }
    }

    @Test
    void the_properties_are_those_the_routes_ask_for() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("application.properties")));
        assertThat(Pattern.compile("\\{\\{(.*?)}}")
                        .matcher(Snippets.resource("databases.yaml"))
                        .results()
                        .map(placeholder -> placeholder.group(1)))
                .containsExactlyInAnyOrderElementsOf(properties.stringPropertyNames().stream()
                        .filter(name -> !name.startsWith("camel."))
                        .toList());
    }

    @Test
    void options_of_the_component_hold_for_its_endpoints() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("component.properties")));
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.start();
        try {
            EtlConfiguration all = main.getCamelContext()
                    .getComponent("etl", EtlComponent.class)
                    .getConfiguration();
            assertThat(all.getPageSize()).isEqualTo(5000);
            assertThat(all.getStateSchema()).isEqualTo("etl_state");
        } finally {
            main.stop();
        }
    }

    private static String text(Element dependency, String name) {
        return dependency.getElementsByTagName(name).item(0).getTextContent();
    }

    /** Of a jar on the class path; of this module, the version that the build wrote into etl.json. */
    private static String version(String group, String artifact) throws Exception {
        if (group.equals("io.cameletl")) {
            try (var in = BuildTest.class.getResourceAsStream("/META-INF/io/cameletl/camel/component/etl.json")) {
                return new ObjectMapper().readTree(in).at("/component/version").asText();
            }
        }
        Properties properties = new Properties();
        try (var in =
                BuildTest.class.getResourceAsStream("/META-INF/maven/" + group + "/" + artifact + "/pom.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
