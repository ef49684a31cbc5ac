package io.cameletl.internal.source.query.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class QuerySpecTest {
    private static void assertRefused(List<String> cursorColumns, String reason) {
        assertThatThrownBy(() -> new QuerySpec(
                        "orders", "SELECT 1", cursorColumns, new PGSimpleDataSource(), ValueMode.TEXT, ZoneOffset.UTC))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": ")
                .hasMessageContaining(reason);
    }

    @Test
    void cursor_columns_are_needed() {
        assertRefused(List.of(), "needs cursorColumns");
    }

    @Test
    void a_cursor_column_is_named_once() {
        assertRefused(List.of("at", "at"), "names a column twice");
    }

    @Test
    void a_cursor_column_is_a_name() {
        assertRefused(List.of("a".repeat(64)), "63");
    }
}
