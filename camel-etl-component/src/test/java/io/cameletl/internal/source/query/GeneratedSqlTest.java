package io.cameletl.internal.source.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedSqlTest {
    private static final QueryText QUERY = QueryText.read("orders", "SELECT *\nFROM orders -- all;");
    private static final QueryShape.Column AT =
            new QueryShape.Column("Updated \"At\"", "timestamptz", Types.TIMESTAMP, true);
    private static final QueryShape.Column ID = new QueryShape.Column("id", "int8", Types.BIGINT, false);
    private static final QueryShape.Column PRICE = new QueryShape.Column("price", "float8", Types.DOUBLE, true);

    private static void assertGolden(String actual, String file) {
        assertThat(actual + "\n").isEqualTo(SqlResource.read(GeneratedSqlTest.class, file));
    }

    @Test
    void the_first_page() {
        assertGolden(PageSql.of(QUERY, new QueryShape(List.of(ID), List.of(ID)), false), "first-page.sql");
    }

    @Test
    void a_later_page_of_a_window() {
        assertGolden(PageSql.of(QUERY, new QueryShape(List.of(AT, ID), List.of(AT, ID)), true), "window-page.sql");
    }

    @Test
    void a_page_of_types_whose_text_hangs_on_settings() {
        assertGolden(PageSql.of(QUERY, new QueryShape(List.of(ID, PRICE), List.of(ID)), true), "settings-page.sql");
    }

    @Test
    void whether_two_cursors_are_one_position() {
        assertGolden(TieCheck.sql(QUERY, new QueryShape(List.of(AT, ID), List.of(AT, ID))), "tie.sql");
    }

    @Test
    void the_rows_out_of_reach() {
        QueryShape shape = new QueryShape(List.of(AT, ID), List.of(AT, ID.withNulls()));
        assertGolden(UnreachableRows.sql(QUERY, UnreachableRows.reasons(shape)), "unreachable.sql");
    }
}
