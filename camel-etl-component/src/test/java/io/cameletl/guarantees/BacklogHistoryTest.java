package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both sides are equal after any history in which pages grow, whatever fails on the way. */
@Tag("slow")
@WithPostgres
class BacklogHistoryTest {
    private static final int PAGES = 30;
    private static final List<String> STATES = List.of("08006", "40001", "57014", "53200", "23514", "XX000");

    @Test
    void both_sides_are_equal_after_any_history(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        AtomicInteger grown = new AtomicInteger();
        Seeded.times(6).play("Backlog", seed -> play(Seeded.random(seed), source, target, grown));

        assertThat(grown).hasPositiveValue();
    }

    private static void play(Random random, TestDatabase source, TestDatabase target, AtomicInteger grown)
            throws Exception {
        int page = 2 + random.nextInt(8);
        int rows = PAGES * page + random.nextInt(page);
        prepare(random, rows, source, target);
        FaultyDataSource from = new FaultyDataSource(source.dataSource());
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        try (Etl etl = new Etl(from, to, "items").route(options(random, page))) {
            for (int runs = random.nextInt(12); runs > 0; runs--) {
                FaultyDataSource hurt = random.nextInt(4) == 0 ? from : to;
                hurt.arm(FaultyDataSource.failOnce(
                        1 + random.nextInt(150),
                        random.nextBoolean() ? When.BEFORE : When.AFTER,
                        STATES.get(random.nextInt(STATES.size()))));
                run(etl, page, grown);
                hurt.disarm();
                if (random.nextInt(3) == 0) {
                    source.execute(
                            "update items set value = abs(value) + 1, updated_at = clock_timestamp() where id % 7 = "
                                    + random.nextInt(7));
                }
            }
            target.execute("alter table items drop constraint if exists sound");
            // A lease that could not be given back runs out first.
            Awaitility.await().until(() -> run(etl, page, grown) == RunOutcome.DRAINED);
            etl.replay();
            etl.drain();
        }
        String all = "select id, value, updated_at from items order by id";
        assertThat(target.query(all)).isEqualTo(source.query(all));
        assertThat(target.count("etl_skipped_page") + target.count("etl_rejected_record"))
                .isZero();
    }

    private static void prepare(Random random, int rows, TestDatabase source, TestDatabase target) {
        String table = "create table items (id int8 primary key, value int4 not null, updated_at timestamptz not null";
        int poison = random.nextInt(4);
        source.execute(
                "drop table if exists items",
                table + ")",
                "insert into items select i, i, timestamptz '2026-01-01' + i * interval '1 s' from generate_series(1, "
                        + rows + ") i",
                "create unique index on items (updated_at, id)",
                "update items set value = - value where id in (select 1 + floor(random() * " + rows
                        + ")::int8 from generate_series(1, " + poison + "))",
                "analyze items");
        target.execute(
                "drop schema public cascade", "create schema public", table + ", constraint sound check (value >= 0))");
    }

    private static String options(Random random, int page) {
        return "query=RAW(select id, value, updated_at from items)&sourceDataSource=#source&cursorColumns=updated_at,id"
                + "&dataSource=#target&tables=items&versionColumn=updated_at&consistencyDelay=0&leaseDuration=1000&pageSize="
                + page
                + "&backlogPageSize=" + List.of(40, 100, 10_000).get(random.nextInt(3))
                + "&lanes=" + (1 + random.nextInt(2)) + "&prefetch=" + random.nextInt(3)
                + "&maximumRedeliveries=" + random.nextInt(2) + "&redeliveryDelay=10"
                + List.of("", "&onExhausted=skip", "&onBadRecord=reject", "&onBadRecord=reject&onExhausted=skip")
                        .get(random.nextInt(4));
    }

    private static RunOutcome run(Etl etl, int page, AtomicInteger grown) {
        try {
            RunReport report = etl.run();
            if (report.rows() > (long) report.pages() * page) {
                grown.incrementAndGet();
            }
            return report.outcome();
        } catch (RuntimeException e) {
            return RunOutcome.FAILED;
        }
    }
}
