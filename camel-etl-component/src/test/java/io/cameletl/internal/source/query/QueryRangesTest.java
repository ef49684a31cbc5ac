package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.spec.Ranged.Boundaries;
import io.cameletl.internal.source.support.Sources;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a query's rows are divided into ranges; that each row is in one of them is {@link CursorOrderTest}'s business. */
@WithPostgres
class QueryRangesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Most rows have one time, as after an import. */
    private static void orders(TestDatabase db, int rows) {
        db.execute(
                "create table orders (id bigint primary key, updated_at timestamptz not null, customer int)",
                "insert into orders select i, timestamptz '2026-01-01 00:00Z' + greatest(0, i - " + rows
                        + " * 0.9) * interval '1 s', i % 7 from generate_series(1, " + rows + ") i",
                "create index on orders (updated_at, id)");
    }

    private static Boundaries<KeysetCursor> divide(QuerySource source, int most, int least) throws Exception {
        return source.ranges().divide(null, FAR, most, least);
    }

    private static List<Integer> sizes(QuerySource source, Boundaries<KeysetCursor> boundaries, Instant before) {
        List<Integer> sizes = new ArrayList<>();
        KeysetCursor after = null;
        for (KeysetCursor end : boundaries.cursors()) {
            sizes.add(Sources.drain(source.ranges().upTo(end), after, 5_000, before)
                    .size());
            after = end;
        }
        sizes.add(Sources.drain(source, after, 5_000, before).size());
        return sizes;
    }

    @Test
    void ranges_are_about_as_large_though_most_rows_share_their_first_value(TestDatabase db) throws Exception {
        orders(db, 20_000);
        QuerySource source = text(db.dataSource(), "select * from orders", "updated_at", "id");

        Boundaries<KeysetCursor> boundaries = divide(source, 8, 1_000);

        assertThat(sizes(source, boundaries, FAR)).hasSize(8).allSatisfy(size -> assertThat(size)
                .isCloseTo(2_500, within(10)));
        assertThat(boundaries.rows()).isCloseTo(2_500, within(10L));
    }

    @Test
    void a_sample_of_a_large_table_divides_it_well_enough(TestDatabase db) throws Exception {
        orders(db, 400_000);
        QuerySource source = text(db.dataSource(), "select id from orders where customer > 0", "id");

        Boundaries<KeysetCursor> boundaries = divide(source, 4, 1_000);

        assertThat(sizes(source, boundaries, FAR)).hasSize(4).allSatisfy(size -> assertThat(size)
                .isBetween(50_000, 130_000));
        assertThat(boundaries.rows()).isBetween(80_000L, 125_000L);
    }

    @Test
    void few_rows_make_few_ranges_or_none(TestDatabase db) throws Exception {
        orders(db, 30);
        QuerySource source = text(db.dataSource(), "select * from orders", "id");

        assertThat(divide(source, 8, 10).cursors()).hasSize(2);
        assertThat(divide(source, 8, 16).cursors()).isEmpty();
        db.execute("truncate orders");
        assertThat(divide(source, 8, 1).cursors()).isEmpty();
    }

    @Test
    void rows_that_share_their_only_value_are_one_range(TestDatabase db) throws Exception {
        db.execute("create table t (n int not null)", "insert into t select 7 from generate_series(1, 100)");

        List<KeysetCursor> ends =
                divide(text(db.dataSource(), "select * from t", "n"), 4, 1).cursors();

        assertThat(ends).containsExactly(new KeysetCursor(Map.of("n", "7")));
    }

    @Test
    void what_is_not_read_is_not_divided(TestDatabase db) throws Exception {
        orders(db, 10_000);
        db.execute(
                "alter table orders alter updated_at drop not null",
                "update orders set updated_at = case when id % 2 = 0 then null when id > 8000 then '" + NOON
                        + "'::timestamptz + interval '1 h' else '" + NOON + "'::timestamptz - id * interval '1 s' end",
                "vacuum full orders");
        QuerySource source = text(db.dataSource(), "select * from orders", "updated_at", "id");
        KeysetCursor seed =
                new KeysetCursor(Map.of("updated_at", NOON.minusSeconds(6_000).toString(), "id", "0"));

        List<KeysetCursor> ends = source.ranges().divide(seed, NOON, 3, 1).cursors();

        assertThat(ends).hasSize(2);
        KeysetCursor first = ends.get(0);
        assertThat(Sources.drain(source.ranges().upTo(first), seed, 5_000, NOON))
                .hasSizeBetween(990, 1_010);
        assertThat(Sources.drain(source, ends.get(1), 5_000, NOON)).hasSizeBetween(990, 1_010);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select o.id as \"Key \"\"1\", c.name from orders o join customers c on c.id = o.customer",
                "select p.id as \"Key \"\"1\" from parts p",
                "with n as (select * from orders) select id as \"Key \"\"1\" from n"
            })
    void the_table_of_the_cursor_is_sampled_wherever_it_is_in_the_query(String query, TestDatabase db)
            throws Exception {
        orders(db, 5_000);
        db.execute(
                "create table customers (id int, name text)",
                "insert into customers select i, 'c' || i from generate_series(0, 6) i",
                "create table parts (id bigint) partition by range (id)",
                "create table low partition of parts for values from (0) to (1000)",
                "create table high partition of parts for values from (1000) to (100000)",
                "insert into parts select id from orders");
        QuerySource source = text(db.dataSource(), query, "Key \"1");

        assertThat(sizes(source, divide(source, 5, 100), FAR)).hasSize(5).allSatisfy(size -> assertThat(size)
                .isCloseTo(1_000, within(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from shown",
                "select id + 0 as id from orders",
                "select id from orders union select id from orders",
                "select max(id) as id from orders group by customer"
            })
    void what_cannot_be_sampled_is_read_in_one_piece(String query, TestDatabase db) throws Exception {
        orders(db, 1_000);
        db.execute("create view shown as select id from orders");

        assertThat(divide(text(db.dataSource(), query, "id"), 4, 1).cursors()).isEmpty();
    }
}
