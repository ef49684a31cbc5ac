package io.cameletl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtlExceptionTest {
    @Test
    void it_passes_when_what_it_came_from_does() {
        SQLException lost = new SQLException("lost", "08006");

        assertThat(new EtlException("p", "x", new IllegalStateException(lost)).isTransient())
                .isTrue();
        assertThat(new EtlException("p", "x", new SQLException("too long", "22001")).isTransient())
                .isFalse();
        assertThat(new EtlException("p", "x").isTransient()).isFalse();
    }

    @Test
    void the_state_is_found_among_the_next_exceptions_and_behind_a_failed_transaction() {
        SQLException batch = new SQLException("batch");
        batch.setNextException(new SQLException("deadlock", "40P01"));
        assertThat(EtlException.isTransient(batch)).isTrue();

        SQLException aborted = new SQLException("aborted", "25P02", new SQLException("deadlock", "40P01"));
        assertThat(EtlException.isTransient(aborted)).isTrue();
    }

    @Test
    void a_chain_that_goes_round_ends() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two", (String) null, one);
        one.initCause(two);
        assertThat(EtlException.isTransient(one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "40001", "53300", "55P03", "57P01", "57014", "25P03", "25P04", "HV00N", "72000", "HYT00",
                "70100"
            })
    void what_may_pass_is_transient(String state) {
        assertThat(EtlException.isTransient(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42501", "55000", "XX000"})
    void what_stays_is_not(String state) {
        assertThat(EtlException.isTransient(new SQLException("x", state, new IOException("x"))))
                .isFalse();
    }

    @Test
    void a_snapshot_too_old_passes_and_what_oracle_calls_so_does_not() {
        assertThat(EtlException.isTransient(new SQLException("x", "72000", 1438)))
                .isFalse();
    }

    @Test
    void a_general_error_passes_when_it_is_mysqls_lock_wait_timeout() {
        assertThat(EtlException.isTransient(new SQLException("x", "HY000", 1205)))
                .isTrue();
        assertThat(EtlException.isTransient(new SQLException("x", "HY000", 1364)))
                .isFalse();
    }

    @Test
    void without_a_state_the_kind_of_exception_says_it() {
        assertThat(EtlException.isTransient(new UncheckedIOException(new IOException("reset"))))
                .isTrue();
        assertThat(EtlException.isTransient(new SQLTransientConnectionException("pool exhausted")))
                .isTrue();
        assertThat(EtlException.isTransient(new IllegalStateException("bug"))).isFalse();
    }

    @Test
    void text_that_is_no_json_is_no_trouble_with_input_or_output() {
        IOException notJson = catchThrowableOfType(IOException.class, () -> new ObjectMapper().readTree("{oops"));
        assertThat(EtlException.isTransient(notJson)).isFalse();
    }
}
