package io.cameletl.internal.source.query.shape;

import static io.cameletl.internal.source.support.Cursors.AT;
import static io.cameletl.internal.source.support.Cursors.CODE;
import static io.cameletl.internal.source.support.Cursors.ID;
import static io.cameletl.internal.source.support.Cursors.QUERY;
import static io.cameletl.internal.source.support.Cursors.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.SqlResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedSqlTest {
    private static final KeysetCursor END = new KeysetCursor(Map.of());

    private static void assertGolden(String actual, String file) {
        assertThat(actual + "\n").isEqualTo(SqlResource.read(GeneratedSqlTest.class, file));
    }

    @Test
    void the_first_page() {
        assertGolden(PageSql.of(QUERY, shape(ID), false), "first-page.sql");
    }

    @Test
    void a_later_page_of_a_window() {
        assertGolden(PageSql.of(QUERY, shape(AT, ID), true), "window-page.sql");
        assertThat(PageSql.parameters(List.of(AT, ID))).containsExactly(0, 1);
    }

    @Test
    void a_later_page_by_operators_of_different_schemas() {
        assertGolden(PageSql.of(QUERY, shape(AT, CODE, ID, ID), true), "mixed-page.sql");
        assertThat(PageSql.parameters(List.of(AT, CODE, ID, ID))).containsExactly(0, 0, 1, 1, 2, 3);
    }

    @Test
    void a_page_of_a_range() {
        assertGolden(PageSql.of(QUERY, shape(AT, ID).upTo(END), true), "range-page.sql");
    }

    @Test
    void a_page_of_a_range_by_operators_of_different_schemas() {
        assertGolden(PageSql.of(QUERY, shape(AT, CODE, ID, ID).upTo(END), false), "mixed-range-page.sql");
    }

    @Test
    void the_types_of_the_cursor() {
        assertGolden(Orderings.typesSql(QUERY, List.of(AT.column(), ID.column())), "types.sql");
    }
}
