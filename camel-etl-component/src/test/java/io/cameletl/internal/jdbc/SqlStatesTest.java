package io.cameletl.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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
