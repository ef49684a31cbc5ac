package io.cameletl.internal.source.query.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.source.query.text.QueryReadings;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.internal.source.query.text.QueryText;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class PagePlanTest {
    private static String plan(TestDatabase db, String query, boolean hasCursor) throws Exception {
        Object[] page = {at(db), 1001};
        Object[] later = {at(db), 50_000, at(db), 1001};
        return plan(db, query, hasCursor, List.of("at", "id"), hasCursor ? later : page);
    }

    private static String plan(
            TestDatabase db, String query, boolean hasCursor, List<String> cursorColumns, Object... arguments)
            throws Exception {
        QuerySpec spec = new QuerySpec("orders", query, cursorColumns, db.dataSource(), ValueMode.TEXT, ZoneOffset.UTC);
        QueryText text;
        QueryShape shape;
        try (var connection = db.connect()) {
            text = new QueryReadings("orders", query).in(connection);
            shape = QueryShape.describe(connection, "SELECT 1;\n", spec, text);
        }
        String sql = "EXPLAIN " + PageSql.of(text, shape, hasCursor);
        return db.query(sql, arguments).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .collect(Collectors.joining("\n"));
    }

    private static Object at(TestDatabase db) {
        return db.value("select '2026-01-01 00:00:50+00'::timestamptz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM orders",
                "SELECT id, at, note || '!' AS note FROM orders WHERE note <> ''",
                "SELECT o.id, o.at, c.name, 0.5::float8 AS share FROM orders o LEFT JOIN customers c ON c.id = o.id %"
                        + " 10"
            })
    void an_index_on_the_cursor_columns_finds_each_page_without_a_sort(String query, TestDatabase db) throws Exception {
        db.execute(
                "create table customers(id int primary key, name text)",
                "create table orders(id bigint primary key, at timestamptz not null, note text)",
                "insert into customers select n, 'name' from generate_series(0, 9) n",
                "insert into orders select n, '2026-01-01+00'::timestamptz + n * interval '1 ms', 'note'"
                        + " from generate_series(1, 100000) n",
                "create index orders_at_id on orders(at, id)",
                "analyze orders",
                "analyze customers");

        assertThat(plan(db, query, false)).contains(" using orders_at_id").doesNotContain("Sort");
        assertThat(plan(db, query, true))
                .contains(" using orders_at_id")
                .containsPattern("Index Cond: .*ROW\\((\\w+\\.)?at, (\\w+\\.)?id\\) > ROW")
                .doesNotContain("Sort");
    }

    @Test
    void an_index_is_entered_where_columns_have_operators_of_different_schemas(TestDatabase db) throws Exception {
        db.execute(
                "create schema ext",
                "create extension citext schema ext",
                "create table orders(code ext.citext not null, id bigint not null, note text)",
                "insert into orders select 'Code ' || n / 10, n, 'note' from generate_series(1, 100000) n",
                "create index orders_code_id on orders(code, id)",
                "analyze orders");
        String query = "SELECT * FROM orders";
        List<String> cursor = List.of("code", "id");

        assertThat(plan(db, query, false, cursor, 1001))
                .contains(" using orders_code_id")
                .doesNotContain("Sort");
        assertThat(plan(db, query, true, cursor, "code 50", "code 50", 505L, 1001))
                .contains(" using orders_code_id")
                .containsPattern("Index Cond: \\(code OPERATOR\\(ext.>=\\)")
                .doesNotContain("Sort");
    }
}
