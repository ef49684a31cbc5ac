package io.cameletl.internal.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerCheckTest {
    private static final ServerCheck TARGET = ServerCheck.target("orders");
    private static final ServerCheck STATE = ServerCheck.state("orders");
    private static final ServerCheck SOURCE =
            ServerCheck.source("orders", "the option query reads nothing else", "Read it by an endpoint");

    @Test
    void postgresql_from_15_on_can_be_anything() {
        for (ServerCheck check : List.of(TARGET, STATE, SOURCE)) {
            assertThatCode(() -> check.check("PostgreSQL", 15)).doesNotThrowAnyException();
            assertThatCode(() -> check.check("PostgreSQL", 19)).doesNotThrowAnyException();
        }
    }

    @Test
    void an_older_server_can_only_be_read() {
        assertThatThrownBy(() -> TARGET.check("PostgreSQL", 14))
                .isInstanceOf(EtlException.class)
                .hasMessage("pipeline \"orders\": the target database is PostgreSQL 14, it must be PostgreSQL 15 or"
                        + " newer. Point dataSource to such a server, or write to this one with a Target bean (option"
                        + " target)");
        assertThatThrownBy(() -> STATE.check("PostgreSQL", 14))
                .isInstanceOf(EtlException.class)
                .hasMessage("pipeline \"orders\": the state store is PostgreSQL 14, it must be PostgreSQL 15 or newer."
                        + " Point stateDataSource to such a server");
        assertThatCode(() -> SOURCE.check("PostgreSQL", 9)).doesNotThrowAnyException();
    }

    @Test
    void another_product_is_refused_by_its_own_name_however_new_it_is() {
        assertThatThrownBy(() -> TARGET.check("H2", 23)).hasMessageContaining("the target database is H2 23, it");
        assertThatThrownBy(() -> STATE.check("H2", 23)).hasMessageContaining("the state store is H2 23, it");
        assertThatThrownBy(() -> SOURCE.check("Oracle", 23))
                .isInstanceOf(EtlException.class)
                .hasMessage("pipeline \"orders\": sourceDataSource is Oracle 23, it must be PostgreSQL: the option"
                        + " query reads nothing else. Read it by an endpoint");
    }
}
