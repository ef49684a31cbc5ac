package io.cameletl.internal.postgres.state;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import java.sql.SQLException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ServersTest {
    @Test
    void postgresql_from_15_on_can_hold_the_state() {
        assertThatCode(() -> Servers.check("orders", "PostgreSQL", 15)).doesNotThrowAnyException();
        assertThatCode(() -> Servers.check("orders", "PostgreSQL", 19)).doesNotThrowAnyException();
    }

    @Test
    void an_older_server_and_another_product_are_refused_by_name() {
        assertThatThrownBy(() -> Servers.check("orders", "PostgreSQL", 14))
                .isInstanceOf(EtlException.class)
                .hasMessage("pipeline \"orders\": the state store is PostgreSQL 14, it must be PostgreSQL 15 or newer."
                        + " Point stateDataSource to such a server");
        assertThatThrownBy(() -> Servers.check("orders", "H2", 23)).hasMessageContaining("the state store is H2 23");
    }

    @Test
    void an_error_never_repeats_a_url() {
        SQLException e =
                new SQLException("No suitable driver found for jdbc:postgresql://host/db?password=secret", "08001");

        Assertions.assertThat(StateErrors.cannot("orders", "reach the state store", e))
                .hasMessage(
                        "pipeline \"orders\": cannot reach the state store: No suitable driver found for (JDBC URL)."
                                + " The next run tries again");
    }
}
