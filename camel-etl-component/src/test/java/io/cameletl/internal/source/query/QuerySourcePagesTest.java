package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.column;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.text;
import static io.cameletl.internal.source.support.Sources.typed;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.support.OneIn;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@WithPostgres
class QuerySourcePagesTest {
    private static final String ORDERS = "SELECT * FROM orders";

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(ints = {1, 100})
    void ten_thousand_rows_of_one_time_come_once_each(int first, TestDatabase db) {
        db.execute(
                "create table orders(id bigint primary key, at timestamptz not null)",
                "insert into orders select n, '2026-01-31 12:00:00.123456+00' from generate_series(1, 10000) n",
                "create index on orders(at, id)");

        List<Map<String, Object>> rows = drain(text(db.dataSource(), ORDERS, "at", "id"), first, FAR);

        assertThat(column(rows, "id"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10_000)
                        .mapToObj(n -> (Object) Long.toString(n))
                        .toList());
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "bigint",
                "int",
                "smallint",
                "numeric",
                "text",
                "varchar(20)",
                "char(9)",
                "uuid",
                "bytea",
                "float8",
                "date",
                "mood",
                "citycode",
                "inet",
                "interval",
                "timestamptz",
                "timestamp",
                "time",
                "boolean",
                "text collate \"C\""
            })
    void ties_of_the_time_are_told_apart_by_a_second_column_of_any_type(String type, TestDatabase db) {
        db.execute(
                "create type mood as enum ('sad', 'ok', 'happy')",
                "create domain citycode as text check (length(value) < 9)",
                "create table orders(at timestamptz not null, kind " + type + " not null, primary key (at, kind))");
        String values =
                switch (type.replaceAll("[( ].*", "")) {
                    case "uuid" -> "md5(n::text)::uuid";
                    case "bytea" -> "decode(md5(n::text), 'hex')";
                    case "float8" -> "n / 3.0::float8";
                    case "numeric" -> "n / 3.0";
                    case "date", "timestamp", "timestamptz" -> "timestamp '2026-01-01' + n * interval '1 day 1 us'";
                    case "time" -> "time '00:00' + n * interval '1 us'";
                    case "interval" -> "n * interval '1 month -1 day 1 us'";
                    case "inet" -> "inet '10.0.0.0' + n";
                    case "mood" -> "(enum_range(null::mood))[n % 3 + 1]";
                    case "boolean" -> "n % 2 = 0";
                    case "bigint", "int", "smallint" -> "n - 20";
                    default -> "chr(40 + n) || n";
                };
        db.execute("insert into orders select '2026-01-01'::timestamptz + (n % 4) * interval '1 us', v from"
                + " (select n, " + values + " as v from generate_series(1, 40) n) g on conflict do nothing");
        List<Object> expected = column(
                db.query("select format('%s', kind) as kind from orders,"
                        + " (select set_config('TimeZone', 'UTC', true) offset 0) s order by at, orders.kind"),
                "kind");

        for (int first : List.of(1, 7)) {
            List<Map<String, Object>> rows = drain(text(db.dataSource(), ORDERS, "at", "kind"), first, FAR);
            assertThat(column(rows, "kind"))
                    .as("page size " + first)
                    .extracting(kind -> kind instanceof Boolean yes ? (yes ? "t" : "f") : kind)
                    .isEqualTo(expected);
        }
    }

    @Test
    void cursors_keep_microseconds_far_years_and_years_before_christ(TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, '-infinity'), (2, '4713-11-24 00:00:00.000001+00 BC'),"
                        + " (3, '0044-03-15 12:00+00 BC'), (4, '0001-01-01+00'), (5, '1883-11-18 12:00:00.5+00'),"
                        + " (6, '2026-01-31 12:00:00.123456+00'), (7, '2026-01-31 12:00:00.123457+00'),"
                        + " (8, '2100-01-01+00')");

        for (int first : List.of(1, 2, 3)) {
            assertThat(column(drain(text(db.withTimeZone("Asia/Kolkata"), ORDERS, "at"), first, FAR), "id"))
                    .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
            assertThat(column(drain(typed(db.withTimeZone("America/St_Johns"), ORDERS, "at"), first, FAR), "id"))
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void a_cursor_without_a_time_has_no_window(TestDatabase db) {
        db.execute("create table orders(id bigint primary key)", "insert into orders values (1), (2), (300)");
        QuerySource source = text(db.dataSource(), ORDERS, "id");

        ExtractResponse<KeysetCursor> page = source.extract(request(null, 2, java.time.Instant.EPOCH));

        assertThat(page.hasNextPage()).isTrue();
        assertThat(page.endCursor()).isEqualTo(new KeysetCursor(Map.of("id", "2")));
        assertThat(column(drain(source, 2, java.time.Instant.EPOCH), "id")).containsExactly("1", "2", "300");
    }

    @Test
    void far_years_do_as_cursors_where_no_window_bounds_them(TestDatabase db) {
        db.execute(
                "create table orders(n int, at timestamptz, primary key (n, at))",
                "insert into orders values (1, '294276-12-31 23:59:59.999999+00'), (1, 'infinity'), (1, '9999-12-31+00')");

        assertThat(drain(text(db.withTimeZone("UTC"), ORDERS, "n", "at"), 1, FAR))
                .extracting(row -> row.get("at"))
                .containsExactly("9999-12-31 00:00:00+00", "294276-12-31 23:59:59.999999+00", "infinity");
    }

    @Test
    void names_in_any_case_and_quotes_do_as_cursor_columns(TestDatabase db) {
        db.execute(
                "create table orders(\"Updated \"\"At\"\"\" timestamptz not null, \"ID\" int, \"order\" int)",
                "insert into orders select '2026-01-01', n, n from generate_series(1, 5) n");

        assertThat(column(drain(text(db.dataSource(), ORDERS, "Updated \"At\"", "ID"), 2, FAR), "order"))
                .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void a_page_is_one_statement_and_so_is_an_idle_tick(TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, now())");
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = text(log, ORDERS, "at", "id");
        KeysetCursor end = source.extract(request(null, 10, FAR)).endCursor();
        log.clear();

        assertThat(source.extract(request(end, 10, FAR))).isEqualTo(ExtractResponse.drained());

        assertThat(log.statements()).hasSize(1);
        assertThat(log.commits()).isZero();
    }

    @Test
    void a_pool_without_autocommit_gets_its_connections_back_outside_a_transaction(TestDatabase db) throws Exception {
        db.execute("create table orders(id int primary key)", "insert into orders select generate_series(1, 5)");
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(db.url());
            pool.setUsername(db.user());
            pool.setPassword(db.password());
            pool.setDefaultAutoCommit(false);
            pool.setRollbackOnReturn(false);
            pool.setMaxTotal(1);

            assertThat(drain(text(pool, ORDERS, "id"), 2, FAR)).hasSize(5);

            assertThat((Object) db.value("select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                            + " and datname = current_database()"))
                    .isEqualTo(0L);
        }
    }

    @Test
    void columns_that_change_between_two_pages_are_looked_up_again(TestDatabase db) {
        db.execute("create table orders(id int primary key)", "insert into orders select generate_series(1, 4)");
        QuerySource source = typed(db.dataSource(), ORDERS, "id");
        KeysetCursor end = source.extract(request(null, 2, FAR)).endCursor();
        db.execute("alter table orders add column paid boolean default true, alter column id type bigint");

        assertThat(source.extract(request(end, 2, FAR)).rows())
                .isEqualTo(List.of(Map.of("id", 3L, "paid", true), Map.of("id", 4L, "paid", true)));
    }

    @Test
    void a_table_may_have_as_many_columns_as_postgresql_allows(TestDatabase db) {
        String columns =
                IntStream.range(0, 1599).mapToObj(i -> "c" + i + " int").collect(Collectors.joining(", "));
        db.execute(
                "create table orders(id int primary key, " + columns + ")",
                "insert into orders(id, c1598) values (1, 7), (2, 8)");

        assertThat(column(drain(text(db.dataSource(), ORDERS, "id"), 1, FAR), "c1598"))
                .containsExactly("7", "8");
    }
}
