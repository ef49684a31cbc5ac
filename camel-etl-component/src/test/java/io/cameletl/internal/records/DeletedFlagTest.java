package io.cameletl.internal.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.Rows;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeletedFlagTest {
    @ParameterizedTest
    @MethodSource
    void a_deleted_flag_says_so(Object flag) {
        assertThat(new DeletedFlag(records(row("1", "a", flag)), "gone").count())
                .isEqualTo(1);
    }

    static List<Object> a_deleted_flag_says_so() {
        return List.of(true, 1, 0.5, "t", "true", "2026-01-01 00:00:00+00", "Y", 'J', Instant.EPOCH);
    }

    @ParameterizedTest
    @MethodSource
    void a_flag_of_false_does_not(Object flag) {
        assertThat(new DeletedFlag(records(row("1", "a", flag), row("2", "b", null)), "gone").count())
                .isZero();
    }

    static List<Object> a_flag_of_false_does_not() {
        return List.of(false, 0, 0L, "f", "false", "FALSE", "0", "0.00", "N", "no", "off", 'n');
    }

    @Test
    void without_the_column_no_row_is_gone() {
        Records records = records(row("1", "a", true));
        assertThat(new DeletedFlag(records, null).count()).isZero();
        assertThat(new DeletedFlag(records, "absent").isDeleted(0)).isFalse();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static Records records(Object[]... rows) {
        return Records.of("p", "users", List.of("id"), new Rows(List.of("id", "name", "gone"), Arrays.asList(rows)));
    }
}
