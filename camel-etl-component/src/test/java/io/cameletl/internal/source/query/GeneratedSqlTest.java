package io.cameletl.internal.source.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedSqlTest {
    private static final QueryText QUERY = QueryText.read("orders", "SELECT *\nFROM orders -- all;", false);
    private static final CursorColumn AT = column("Updated \"At\"", "timestamptz", Types.TIMESTAMP, true, "pg_catalog");
    private static final CursorColumn CODE = column("code", "citext", Types.OTHER, false, "ext");
    private static final CursorColumn ID = column("id", "int8", Types.BIGINT, false, "pg_catalog");

    private static final KeysetCursor END = new KeysetCursor(Map.of());

    private static CursorColumn column(String name, String type, int sqlType, boolean nullable, String schema) {
        String operator = "OPERATOR(\"" + schema + "\".";
        return new CursorColumn(
                new QueryShape.Column(name, type, sqlType, nullable),
                new Ordering(
                        "\"" + schema + "\".\"" + type + "\"",
                        operator + "<)",
                        operator + "<=)",
                        operator + "=)",
                        operator + ">=)",
                        operator + ">)"));
    }

    private static QueryShape shape(CursorColumn... cursor) {
        return new QueryShape(List.of(ID.column()), List.of(cursor));
    }

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
    void the_sample_by_which_rows_are_divided() {
        assertGolden(RangeSample.sql(QUERY, shape(AT, ID), true), "range-sample.sql");
    }

    @Test
    void the_types_of_the_cursor() {
        assertGolden(Orderings.typesSql(QUERY, List.of(AT.column(), ID.column())), "types.sql");
    }

    @Test
    void whether_two_cursors_are_one_position() {
        assertGolden(TieCheck.sql(QUERY, shape(AT, ID)), "tie.sql");
    }

    @Test
    void the_rows_out_of_reach() {
        assertGolden(UnreachableRows.sql(QUERY, UnreachableRows.reasons(shape(AT, ID.withNulls()))), "unreachable.sql");
    }
}
