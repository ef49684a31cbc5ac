package io.cameletl.internal.postgres.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAdviceTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "08006", "0A000", "22012", "22P02", "23503", "23505", "25006", "25P01", "26000", "28P01", "2F003",
                        "34000",
                "38003", "3D000", "3F000", "40001", "42501", "42601", "42703", "42804", "42P01", "44000", "53100",
                        "53200",
                "54000", "54001", "54011", "55000", "55P03", "57014", "58030", "F0001", "P0001", "XX000", "XX001",
                        "99999"
            })
    void says_what_to_do_for_every_sqlstate(String state) {
        String advice = ServerErrors.advice(new SQLException("it failed", state));

        assertThat(advice)
                .hasSizeGreaterThan(30)
                .doesNotContainIgnoringCase("see the cause")
                .doesNotEndWith(".");
    }
}
