package io.cameletl.internal.source.query.page;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.asMap;
import static io.cameletl.internal.source.support.Sources.column;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.text;
import static io.cameletl.internal.source.support.Sources.withOptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.jdbc.Timeouts;
import io.cameletl.internal.source.query.CopiedSources;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages by COPY hold what pages by SELECT hold, and fail as they do. */
@WithPostgres
class PageCopyTest {
    private static final String ORDERS = "SELECT * FROM orders";

    @BeforeEach
    void twelve_orders(TestDatabase db) {
        db.execute(
                "create table orders (id int primary key, at timestamptz not null, a text, b int)",
                "insert into orders select g, timestamptz '2026-01-01' + g * interval '1 s', 'a' || g, g * 100"
                        + " from generate_series(1, 12) g",
                "create index on orders (at, id)",
                "create function slow(id int) returns text stable language plpgsql as"
                        + " 'begin if id > 5 then perform pg_sleep(60); end if; return id; end'",
                "analyze orders");
    }

    /** Each page says in its statements how it was read. */
    private static List<String> ways(StatementLog log, QuerySource source, int pageSize) {
        List<String> ways = new ArrayList<>();
        KeysetCursor after = null;
        while (true) {
            log.clear();
            ExtractResponse<KeysetCursor> page = source.extract(request(after, pageSize, FAR));
            boolean copied = log.all().stream().anyMatch(sql -> sql.contains("camel_etl.after_1"));
            boolean selected = log.all().stream().anyMatch(sql -> sql.endsWith("LIMIT ?") && !sql.contains("EXPLAIN"));
            ways.add(copied ? selected ? "both" : "copied" : "selected");
            if (!page.hasNextPage()) {
                return ways;
            }
            after = page.endCursor();
        }
    }

    @Test
    void what_follows_a_full_page_is_copied(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, ORDERS, "at", "id");

        assertThat(ways(log, source, 5)).containsExactly("selected", "copied", "copied");
        assertThat(ways(log, source, 12)).containsExactly("selected");
        assertThat(log.all()).noneMatch(sql -> sql.contains("2026-01-01"));
    }

    @Test
    void small_pages_are_not(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());

        assertThat(ways(log, text(log, ORDERS, "at", "id"), 5)).containsOnly("selected");
    }

    @Test
    void a_cursor_of_a_type_with_a_cast_of_its_own_is_not(TestDatabase db) {
        db.execute(
                "create type mood as enum ('a', 'b', 'c')",
                "create table m (m mood)",
                "insert into m values ('a'), ('b'), ('c')");
        StatementLog log = new StatementLog(db.dataSource());

        assertThat(ways(log, CopiedSources.of(log, "SELECT * FROM m", "m"), 1)).containsOnly("selected");
    }

    @Test
    void a_plan_that_needs_the_values_is_kept(TestDatabase db) {
        db.execute(
                "create table parts (id int not null, a text)",
                "insert into parts select g, 'some text of a row' from generate_series(1, 50000) g",
                "create index on parts (id) where id > 10",
                "analyze parts");
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, "SELECT * FROM parts", "id");
        source.extract(request(null, 20, FAR));
        KeysetCursor far = new KeysetCursor(Map.of("id", "20"));

        log.clear();
        assertThat(source.extract(request(far, 20, FAR)).rows()).hasSize(20);
        assertThat(log.all())
                .anyMatch(sql -> sql.contains("camel_etl.after_1"))
                .anyMatch(sql -> sql.endsWith("LIMIT ?"));

        log.clear();
        source.extract(request(new KeysetCursor(Map.of("id", "40")), 20, FAR));
        assertThat(log.all()).noneMatch(sql -> sql.contains("camel_etl.after_1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table orders add c text default 'new'",
                "alter table orders drop a",
                "alter table orders rename a to z",
                "alter table orders drop a, drop b; alter table orders add b int, add a text",
                "alter table orders alter b type text using 'text ' || b",
                "alter table orders alter a type bool using id % 2 = 0",
                "alter table orders alter id type bigint",
                "alter table orders rename to old; create view orders as select b, a, at, id from old",
                "alter table orders drop constraint orders_pkey; alter table orders alter id drop not null;"
                        + " insert into orders values (null, '2026-01-01 00:00:06', 'a', 1)",
                "delete from orders where id > 5"
            })
    void columns_that_change_between_pages_are_those_of_a_new_source(String change, TestDatabase db) {
        QuerySource source = CopiedSources.of(db.dataSource(), ORDERS, "at", "id");
        source.extract(request(null, 3, FAR));
        KeysetCursor after = source.extract(
                        request(source.extract(request(null, 3, FAR)).endCursor(), 2, FAR))
                .endCursor();

        db.execute(change.split(";"));

        assertThat(source.extract(request(after, 3, FAR)).rows())
                .isEqualTo(text(db.dataSource(), ORDERS, "at", "id")
                        .extract(request(after, 3, FAR))
                        .rows());
    }

    @Test
    void columns_of_the_cursor_alone_are_in_no_row(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, Timeouts.NONE, List.of("at", "b"), ORDERS, "at", "id");

        List<Map<String, Object>> rows = drain(source, 5, FAR);

        assertThat(column(rows, "a"))
                .isEqualTo(IntStream.rangeClosed(1, 12).mapToObj(i -> "a" + i).toList());
        assertThat(rows).allSatisfy(row -> assertThat(row).containsOnlyKeys("id", "a"));
        assertThat(ways(log, source, 5)).containsExactly("selected", "copied", "copied");
    }

    @Test
    void a_query_is_written_as_the_driver_writes_it(TestDatabase db) {
        String query = "SELECT id, a, '?' AS c, jsonb_build_object('k', id) ? 'k' AS has FROM orders -- ?";
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, query, "id");

        assertThat(drain(source, 5, FAR))
                .hasSize(12)
                .allSatisfy(row -> assertThat(row).containsEntry("has", true).containsEntry("c", "?"));
        assertThat(ways(log, source, 5)).containsExactly("selected", "copied", "copied");
    }

    @Test
    void what_only_the_driver_understands_is_translated(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, "SELECT id, {fn ucase(a)} AS a FROM orders", "id");

        assertThat(ways(log, source, 5)).containsExactly("selected", "copied", "copied");
        assertThat(column(drain(source, 5, FAR), "a")).startsWith("A1").hasSize(12);
    }

    @Test
    void a_row_that_cannot_be_read_is_named(TestDatabase db) {
        QuerySource source = CopiedSources.of(
                withOptions(db, "-c enable_seqscan=off"), "SELECT id, a, 100 / (b - 700) AS n FROM orders", "id");

        assertThatThrownBy(() -> drain(source, 3, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot read the column \"n\" of the row id = 7 from the source");
    }

    @Test
    void two_rows_of_one_position_are_refused(TestDatabase db) {
        db.execute("update orders set at = '2026-01-01 00:00:08' where id in (8, 9)");

        assertThatThrownBy(() -> drain(CopiedSources.of(db.dataSource(), ORDERS, "at"), 4, FAR))
                .hasMessageContaining("would be lost");
        assertThat(drain(CopiedSources.of(db.dataSource(), ORDERS, "at"), 3, FAR))
                .hasSize(12);
    }

    @Test
    void a_time_out_ends_it_and_it_is_not_selected_as_well(TestDatabase db) {
        StatementLog log = new StatementLog(withOptions(db, "-c enable_seqscan=off"));
        QuerySource source = CopiedSources.of(
                log,
                new Timeouts(Duration.ZERO, Duration.ofMillis(300)),
                List.of(),
                "SELECT id, slow(id) AS s FROM orders",
                "id");
        KeysetCursor end = source.extract(request(null, 3, FAR)).endCursor();
        log.clear();

        assertThatThrownBy(() -> source.extract(request(end, 3, FAR)))
                .satisfies(e -> assertThat(SqlStates.find(e)).isEqualTo("57014"));
        assertThat(log.all()).noneMatch(sql -> sql.endsWith("LIMIT ?") && !sql.contains("EXPLAIN"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cancelled_one_leaves_its_connection_as_it_was(boolean autoCommit, TestDatabase db) throws Exception {
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(db.url() + (db.url().contains("?") ? "&" : "?") + "options=-c%20enable_seqscan=off");
            pool.setUsername(db.user());
            pool.setPassword(db.password());
            pool.setMaxTotal(1);
            pool.setDefaultAutoCommit(autoCommit);
            QuerySource source = CopiedSources.of(pool, "SELECT id, slow(id) AS s FROM orders", "id");
            KeysetCursor end = source.extract(request(null, 3, FAR)).endCursor();
            CompletableFuture<Object> page = CompletableFuture.supplyAsync(() -> source.extract(request(end, 3, FAR)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> db.query("select pg_cancel_backend(pid) from pg_stat_activity where state ="
                                            + " 'active' and wait_event = 'PgSleep' and query like 'COPY%' and"
                                            + " datname = current_database()")
                                    .size()
                            == 1);

            assertThatThrownBy(page::join)
                    .satisfies(e -> assertThat(SqlStates.find(e)).isEqualTo("57014"));
            assertThat(db.query("select 1 from pg_stat_activity where state like 'idle in transaction%'"
                            + " and datname = current_database()"))
                    .isEmpty();
            assertThat(source.extract(request(null, 3, FAR)).rows()).hasSize(3);
        }
    }

    @Test
    void settings_of_the_values_are_gone_with_the_page(TestDatabase db) throws Exception {
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(db.url());
            pool.setUsername(db.user());
            pool.setPassword(db.password());
            pool.setMaxTotal(1);
            drain(CopiedSources.of(pool, ORDERS, "at", "id"), 3, FAR);
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement();
                    var set = statement.executeQuery("select current_setting('camel_etl.after_1', true)")) {
                set.next();
                assertThat(set.getString(1)).isNullOrEmpty();
            }
        }
    }

    @Test
    void rows_are_those_of_a_select(TestDatabase db) {
        db.execute("update orders set a = E'tab\\t, line\\n, back\\\\slash, \\\\N, é€😀 \\ufffd' where id % 2 = 0");
        db.execute("update orders set a = null, b = null where id % 3 = 0");

        List<?> copied = drain(CopiedSources.of(db.dataSource(), ORDERS, "at", "id"), 4, FAR);

        assertThat(copied).isEqualTo(drain(text(db.dataSource(), ORDERS, "at", "id"), 4, FAR));
        assertThat(asMap(copied.get(5)).get("a")).isNull();
    }

    @Test
    void a_large_page_is_copied_and_has_as_many_rows_as_it_may(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = CopiedSources.of(log, ORDERS, "at", "id");
        KeysetCursor end = source.extract(request(null, 2, FAR)).endCursor();
        log.clear();

        ExtractResponse<KeysetCursor> page = source.extract(request(end, 2, FAR), new LargePage(7, 1_000_000));

        assertThat(page.rows())
                .extracting(row -> asMap(row).get("id"))
                .containsExactly("3", "4", "5", "6", "7", "8", "9");
        assertThat(page.hasNextPage()).isTrue();
        assertThat(log.all()).noneMatch(sql -> sql.endsWith("LIMIT ?") && !sql.contains("EXPLAIN"));
        assertThat(source.extract(request(page.endCursor(), 2, FAR), new LargePage(7, 1_000_000))
                        .hasNextPage())
                .isFalse();
    }

    @Test
    void a_large_page_has_as_many_rows_as_are_likely_to_have_its_bytes(TestDatabase db) {
        QuerySource source = CopiedSources.of(db.dataSource(), "SELECT id, 'four' AS a FROM orders", "id");
        KeysetCursor end = source.extract(request(null, 2, FAR)).endCursor();

        assertThat(source.extract(request(end, 2, FAR), new LargePage(10, 7 * 4))
                        .rows())
                .hasSize(4);
        assertThat(source.extract(request(end, 2, FAR), new LargePage(10, 7)).rows())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_page_whose_rows_become_much_wider_fails_and_its_connection_is_not_used_again(
            boolean autoCommit, TestDatabase db) throws Exception {
        db.execute("update orders set a = repeat('wide ', 2000) where id > 5");
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(db.url());
            pool.setUsername(db.user());
            pool.setPassword(db.password());
            pool.setMaxTotal(1);
            pool.setDefaultAutoCommit(autoCommit);
            QuerySource source = CopiedSources.of(pool, "SELECT id, a FROM orders", "id");
            KeysetCursor end = source.extract(request(null, 2, FAR)).endCursor();

            assertThatThrownBy(() -> source.extract(request(end, 2, FAR), new LargePage(9, 8_000)))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("more than 8000 bytes");

            ExtractResponse<KeysetCursor> usual = source.extract(request(end, 2, FAR));
            assertThat(usual.rows()).extracting(row -> asMap(row).get("id")).containsExactly("3", "4");
            assertThat(source.extract(request(usual.endCursor(), 2, FAR), new LargePage(9, 1_000_000))
                            .rows())
                    .hasSize(8);
            assertThat(db.query("select 1 from pg_stat_activity where state like 'idle in transaction%'"
                            + " and datname = current_database()"))
                    .isEmpty();
        }
    }

    @Test
    void a_page_is_large_when_it_saves_round_trips(TestDatabase db) {
        QuerySource source = text(db.dataSource(), ORDERS, "at", "id");
        KeysetCursor end = source.extract(request(null, 2, FAR)).endCursor();

        assertThat(source.extract(request(end, 2, FAR), new LargePage(5, 1_000_000))
                        .rows())
                .hasSize(2);
        KeysetCursor next = source.extract(request(end, 2, FAR)).endCursor();
        assertThat(source.extract(request(next, 2, FAR), new LargePage(6, 1_000_000))
                        .rows())
                .hasSize(6);
    }
}
