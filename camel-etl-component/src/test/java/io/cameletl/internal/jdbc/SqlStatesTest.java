package io.cameletl.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatesTest {
    @Test
    void the_state_is_found_behind_other_exceptions() {
        SQLException withoutState = new SQLException("pool", null, new SQLException("driver", "08001"));
        assertThat(SqlStates.find(new IllegalStateException(withoutState))).isEqualTo("08001");
    }

    @Test
    void the_state_is_found_among_the_next_exceptions() {
        SQLException first = new SQLException("batch");
        first.setNextException(new SQLException("row", "23505"));
        assertThat(SqlStates.find(first)).isEqualTo("23505");
    }

    @Test
    void a_failed_transaction_points_to_what_failed_it() {
        SQLException aborted = new SQLException("aborted", "25P02", new SQLException("too long", "22001"));
        assertThat(SqlStates.isData(aborted)).isTrue();
    }

    @Test
    void a_chain_that_goes_round_ends() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two", (String) null, one);
        one.initCause(two);
        assertThat(SqlStates.find(one)).isNull();
        assertThat(SqlStates.find(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "53300", "55P03", "57P01", "57014"})
    void what_may_pass_is_transient(String state) {
        assertThat(SqlStates.isTransient(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42501", "55000", "XX000"})
    void what_stays_is_not(String state) {
        assertThat(SqlStates.isTransient(new SQLException("x", state, new IOException("x"))))
                .isFalse();
    }

    @Test
    void without_a_state_the_kind_of_exception_says_it() {
        assertThat(SqlStates.isTransient(new UncheckedIOException(new IOException("reset"))))
                .isTrue();
        assertThat(SqlStates.isTransient(new SQLTransientConnectionException("pool exhausted")))
                .isTrue();
        assertThat(SqlStates.isTransient(new IllegalStateException("bug"))).isFalse();
    }

    @Test
    void text_that_is_no_json_is_no_trouble_with_input_or_output() {
        IOException notJson = org.assertj.core.api.Assertions.catchThrowableOfType(
                IOException.class, () -> new ObjectMapper().readTree("{oops"));
        assertThat(SqlStates.isTransient(notJson)).isFalse();
    }

    @Test
    void a_lost_connection_is_told_from_other_trouble() {
        assertThat(SqlStates.isConnectionLost(new SQLException("x", "08006"))).isTrue();
        assertThat(SqlStates.isConnectionLost(new SQLException("x", "57P01"))).isTrue();
        assertThat(SqlStates.isConnectionLost(new IOException("reset"))).isTrue();
        assertThat(SqlStates.isConnectionLost(new SQLException("x", "57014"))).isFalse();
        assertThat(SqlStates.isConnectionLost(new SQLException("x", "40001"))).isFalse();
    }

    @Test
    void a_resource_that_is_not_there_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlResource.read(SqlStatesTest.class, "nothing.sql"))
                .withMessageContaining("nothing.sql");
    }
}
