package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unique values that move between rows: a pass goes by the key, and meets them in any order. */
@WithPostgres
class PassUniqueValuesTest {
    private static final String OPTIONS = "query=RAW(select id, seat, room from seats)&sourceDataSource=#source"
            + "&dataSource=#target&tables=seats&keyColumns=id&mode=full&pageSize=4&verifyRangeSize=10&maxSurplus=50";

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void seats(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute("create table seats (id int primary key, seat int, room int4range)");
        target.execute(
                "create table seats (id int primary key, seat int unique, room int4range, exclude using gist (room"
                        + " with &&))");
    }

    private void fill(int rows) {
        source.execute(
                "truncate seats",
                "insert into seats select n, n, int4range(n, n + 1) from generate_series(1, %d) n".formatted(rows));
    }

    private void assertSame(Etl etl) {
        String rows = "select coalesce(string_agg(s::text, ' ' order by id), '') from seats s";
        assertThat(target.<String>value(rows)).isEqualTo(source.<String>value(rows));
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
    }

    @Test
    void whatever_moves_where_one_run_brings_all_of_it() throws Exception {
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "seats").route(OPTIONS)) {
            Seeded.times(1).play("moves of unique values", seed -> {
                Random random = Seeded.random(seed);
                // From the rows of the history before, to the first ones again, may be a ring of values.
                target.execute("truncate seats");
                fill(60);
                etl.run();
                int free = 1000;
                for (int round = 0; round < 2; round++) {
                    move(random, free);
                    free += 100;
                    etl.run();
                    assertSame(etl);
                }
            });
        }
    }

    /** Chains of rows, of which each takes the value of the one before; the first is deleted, or gets a value of its own. */
    private void move(Random random, int free) {
        List<Integer> ids = new ArrayList<>(source.query("select id from seats").stream()
                .map(row -> (Integer) row.get("id"))
                .toList());
        Collections.shuffle(ids, random);
        List<String> moves = new ArrayList<>();
        int at = 0;
        for (int chain = 0; chain < 4; chain++) {
            int length = 1 + random.nextInt(6);
            List<Integer> rows = ids.subList(at, at + length);
            at += length;
            for (String column : random.nextBoolean() ? List.of("seat", "room") : List.of("seat")) {
                for (int i = rows.size() - 1; i > 0; i--) {
                    moves.add("update seats set %1$s = (select %1$s from seats where id = %2$d) where id = %3$d"
                            .formatted(column, rows.get(i - 1), rows.get(i)));
                }
                String own = column.equals("seat") ? "%d" : "int4range(%1$d, %1$d + 1)";
                moves.add("update seats set %s = %s where id = %d"
                        .formatted(column, own.formatted(free + chain), rows.get(0)));
            }
            if (random.nextBoolean()) {
                moves.add("update seats set id = %d where id = %d"
                        .formatted(random.nextBoolean() ? -free - chain : free + chain, rows.get(rows.size() - 1)));
            }
            if (random.nextBoolean()) {
                moves.add("delete from seats where id = %d".formatted(rows.get(0)));
            }
        }
        source.execute(moves.toArray(new String[0]));
    }

    @Test
    void a_value_that_a_row_of_others_has_fails_the_run_and_all_else_is_in() throws Exception {
        fill(60);
        target.execute("insert into seats values (777, 30)");
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "seats")
                .route(OPTIONS + "&verifyWhere=RAW(id <> 777)")) {
            assertThatThrownBy(etl::run)
                    .hasMessageContaining("(id = 30)")
                    .hasMessageContaining("another row has this value of the unique constraint");
            assertThat(target.count("seats")).isEqualTo(60);

            target.execute("update seats set seat = 0 where id = 777");
            etl.run();
            target.execute("delete from seats where id = 777");
            assertSame(etl);
        }
    }

    @Test
    void rows_that_swap_their_values_come_in_one_page_wherever_they_are() throws Exception {
        target.execute("alter table seats drop constraint seats_seat_key, add unique (seat) deferrable");
        fill(60);
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "seats").route(OPTIONS)) {
            etl.run();
            source.execute("update seats set seat = case id when 2 then 57 else 2 end where id in (2, 57)");

            etl.run();

            assertSame(etl);
        }
    }
}
