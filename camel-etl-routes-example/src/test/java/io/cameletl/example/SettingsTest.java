package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Properties properties = new Properties();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void without_properties_it_starts_its_own_servers_and_goes_on_until_it_is_stopped() {
        Settings settings = Settings.of(properties, environment);

        assertThat(settings.users()).isEqualTo(100_000);
        assertThat(settings.once()).isFalse();
        assertThat(settings.changes()).isEqualTo(Long.MAX_VALUE);
        assertThat(settings.source()).isNull();
        assertThat(settings.target()).isNull();
    }

    @Test
    void once_bounds_the_changes() {
        properties.setProperty("example.once", "true");

        assertThat(Settings.of(properties, environment).changes()).isEqualTo(2_000);
    }

    @Test
    void servers_that_are_there_already_are_named_by_url_user_and_password() {
        properties.setProperty("example.target.url", "jdbc:postgresql://db.example.com/identity");
        properties.setProperty("example.target.user", "loader");
        properties.setProperty("example.target.password", "secret");

        assertThat(Settings.of(properties, environment).target())
                .isEqualTo(new Settings.Address("jdbc:postgresql://db.example.com/identity", "loader", "secret"));
    }

    @Test
    void the_environment_says_what_the_command_line_does_not() {
        environment.put("EXAMPLE_USERS", "7");
        environment.put("EXAMPLE_TIMEOUTSECONDS", "8");
        environment.put("EXAMPLE_SOURCE_URL", "jdbc:postgresql://db.example.com/legacy");
        environment.put("EXAMPLE_SOURCE_USER", "reader");
        environment.put("EXAMPLE_SOURCE_PASSWORD", "secret");
        properties.setProperty("example.users", "9");

        Settings settings = Settings.of(properties, environment);

        assertThat(settings.users()).isEqualTo(9);
        assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.source())
                .isEqualTo(new Settings.Address("jdbc:postgresql://db.example.com/legacy", "reader", "secret"));
    }

    @Test
    void a_password_is_not_printed_with_the_settings() {
        properties.setProperty("example.source.url", "jdbc:postgresql://db.example.com/legacy?password=secret");
        properties.setProperty("example.source.password", "secret");

        assertThat(Settings.of(properties, environment).toString()).doesNotContain("secret");
    }

    @Test
    void a_number_that_is_none_is_refused_by_its_name() {
        properties.setProperty("example.users", "many");

        assertThatThrownBy(() -> Settings.of(properties, environment))
                .hasMessage("example.users=many is no whole number");
    }

    @Test
    void no_users_are_refused() {
        properties.setProperty("example.users", "0");

        assertThatThrownBy(() -> Settings.of(properties, environment))
                .hasMessage("example.users must be at least 1, not 0");
    }

    @Test
    void a_url_of_another_database_is_refused() {
        properties.setProperty("example.source.url", "jdbc:mysql://localhost/legacy");

        assertThatThrownBy(() -> Settings.of(properties, environment))
                .hasMessageContaining("example.source.url must look like");
    }
}
