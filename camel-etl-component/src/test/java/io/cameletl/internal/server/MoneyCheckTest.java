package io.cameletl.internal.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Test;

@WithPostgres
class MoneyCheckTest {
    @Test
    void two_decimals_are_carried(TestDatabase db) {
        assertThatCode(() -> {
                    try (var connection = db.connect()) {
                        MoneyCheck.check(connection, "orders", "the column \"price\"");
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void other_decimals_are_refused() {
        assertThatThrownBy(() -> MoneyCheck.check(0, "orders", "the column \"price\""))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the column \"price\" is of type money")
                .hasMessageContaining("CAST(c AS numeric)");
    }
}
