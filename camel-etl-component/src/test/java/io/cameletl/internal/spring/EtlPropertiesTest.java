package io.cameletl.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.component.EtlComponent;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EtlPropertiesTest {
    private final CamelContext context = new DefaultCamelContext();
    private EtlComponent etl;

    @BeforeEach
    void component() {
        etl = context.getComponent("etl", EtlComponent.class);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    /** What a file of properties says, as Spring has it. */
    static void set(CamelContext context, EtlComponent etl, Map<String, ?> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(properties)));
        EtlProperties.of(environment).set(context, etl);
    }

    private EtlConfiguration options() {
        return etl.getConfiguration();
    }

    @ParameterizedTest
    @CsvSource({"camel.component.etl.page-size", "camel.component.etl.pageSize", "camel.component.etl.pagesize"})
    void an_options_name_may_be_written_as_spring_allows(String property) {
        set(context, etl, Map.of(property, "7"));

        assertThat(options().getPageSize()).isEqualTo(7);
    }

    @Test
    void an_environment_variable_sets_an_option() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("CAMEL_COMPONENT_ETL_CONSISTENCYDELAY", "17s")));
        EtlProperties.of(environment).set(context, etl);

        assertThat(options().getConsistencyDelay()).isEqualTo(17_000);
    }

    @Test
    void placeholders_of_spring_and_beans_of_camel_stand_for_what_they_name() {
        BasicDataSource warehouse = new BasicDataSource();
        context.getRegistry().bind("warehouse", warehouse);
        set(
                context,
                etl,
                Map.of(
                        "schema",
                        "etl_state",
                        "camel.component.etl.state-schema",
                        "${schema}",
                        "camel.component.etl.data-source",
                        "#warehouse"));

        assertThat(options().getStateSchema()).isEqualTo("etl_state");
        assertThat(options().getDataSource()).isSameAs(warehouse);
    }

    @Test
    void values_of_yaml_that_are_no_texts_are_options_too() {
        set(context, etl, Map.of("camel.component.etl.page-size", 7, "camel.component.etl.log-values", false));

        assertThat(options().getPageSize()).isEqualTo(7);
        assertThat(options().isLogValues()).isFalse();
    }

    @Test
    void a_tables_own_options_keep_its_name() {
        set(context, etl, Map.of("camel.component.etl.table.credential_identifiers.key-columns", "type,value"));

        assertThat(options().getTableOptions())
                .containsExactly(Map.entry("credential_identifiers.keyColumns", "type,value"));
    }

    @ParameterizedTest
    @CsvSource({"camel.component.etl.enabled", "camel.component.etl.customizer.enabled"})
    void what_says_whether_they_are_read_is_no_option(String property) {
        set(context, etl, Map.of(property, "true"));

        assertThat(options().getPageSize()).isEqualTo(1_000);
    }

    @Test
    void a_name_of_no_option_is_refused() {
        assertThatThrownBy(() -> set(context, etl, Map.of("camel.component.etl.page-sice", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("camel.component.etl.page-sice names no option");
    }

    @ParameterizedTest
    @CsvSource({"page-size, many", "redelivery-delay, soon", "log-values, maybe", "on-bad-record, shrug"})
    void a_text_that_is_no_value_is_refused(String option, String text) {
        assertThatThrownBy(() -> set(context, etl, Map.of("camel.component.etl." + option, text)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
