package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.guarantees.support.ComparedKey;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rows are deleted without a trace, change their keys, come late and are changed in the target behind the pipeline's back.
 * After a pass that repairs both sides are the same, and only what differed was written.
 */
@Tag("slow")
@WithPostgres
class ReconcileRandomTest {
    private static final int KEYS = 120;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void types(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create type mood as enum ('sad', 'ok', 'glad'); create domain code as bigint check (value > 0)");
        target.execute(
                "create type mood as enum ('glad', 'sad', 'ok'); create domain code as bigint check (value > 0)");
    }

    @Test
    void after_a_pass_both_sides_are_the_same_and_nothing_equal_was_written() {
        Seeded.times(2).play("Reconciled histories", seed -> new History(Seeded.random(seed), By.RECONCILE).play());
    }

    @Test
    void after_a_full_run_both_sides_are_the_same_and_nothing_equal_was_written() {
        Seeded.times(2).play("Histories of full runs", seed -> new History(Seeded.random(seed), By.FULL_RUN).play());
    }

    @Test
    void after_a_full_pass_besides_increments_both_sides_are_the_same_and_nothing_equal_was_written() {
        Seeded.times(2).play("Histories of full passes", seed -> new History(Seeded.random(seed), By.FULL_PASS).play());
    }

    /** What repairs. */
    private enum By {
        RECONCILE,
        FULL_RUN,
        FULL_PASS
    }

    private final class History {
        private final Random random;
        private final ComparedKey key;
        private final String text;
        private final String there;
        private final By by;
        private final boolean full;

        History(Random random, By by) {
            this.random = random;
            this.by = by;
            this.full = by == By.FULL_RUN;
            this.key = ComparedKey.values()[random.nextInt(ComparedKey.values().length)];
            this.text = key.names().contains("l")
                    ? "k::text || '/' || l::text"
                    // the audit is written by sessions of another time zone
                    : key == ComparedKey.TIME ? "(k at time zone 'UTC')::text" : "k::text";
            this.there = "(" + key.names() + ") = (select " + key.value() + " from (values (#)) x (n))";
        }

        /** @return the condition that a row has the n-th key */
        private String at(int n) {
            return there.replace("#", String.valueOf(n));
        }

        void play() throws Exception {
            create();
            String options = "query=RAW(select " + key.names() + (full ? fullRun() : increments())
                    + "&sourceDataSource=#source&dataSource=#target&tables=things&consistencyDelay=0"
                    + "&maxSurplus=RAW(100%)&pageSize=" + (1 + random.nextInt(40))
                    + "&verifyRangeSize=" + (1 + random.nextInt(60));
            try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "things").route(options);
                    Etl passing = by == By.FULL_PASS
                            ? new Etl(source.dataSource(), target.dataSource(), "things")
                                    .route(options + "&fullPassEvery=1")
                            : etl;
                    Connection late = source.connect()) {
                late.setAutoCommit(false);
                for (int round = 0; round < 4; round++) {
                    for (int i = random.nextInt(25); i > 0; i--) {
                        change(late);
                    }
                    if (!full) {
                        etl.drain();
                    }
                    for (int i = random.nextInt(10); i > 0; i--) {
                        changeTarget();
                    }
                    if (random.nextInt(3) == 0) {
                        late.commit(); // with change times that the window is past
                    }
                    repair(passing, round);
                }
            }
        }

        private String increments() {
            return ", v, at, seq, gone from things)&cursorColumns=at,seq&omitColumns=seq&deletedColumn=gone"
                    + (random.nextBoolean() ? "&versionColumn=at" : "");
        }

        private String fullRun() {
            return ", v from things)&mode=full&keyColumns=" + key.names().replace(" ", "");
        }

        private void create() {
            source.execute(
                    "drop table if exists things",
                    "create sequence if not exists seq",
                    "create table things (" + key.atSource()
                            + ", v text, at timestamptz not null default clock_timestamp(), seq bigint not null default"
                            + " nextval('seq') unique, gone boolean not null default false, primary key (" + key.names()
                            + "))");
            target.execute(
                    "drop table if exists things, written, etl_pipeline, etl_run, etl_verification, etl_action",
                    "create table things (" + key.atTarget() + ", v text, at timestamptz, primary key (" + key.names()
                            + "))",
                    "create table written (what text)",
                    """
                    create or replace function audit() returns trigger language plpgsql as $$
                    begin
                        if tg_op = 'DELETE' then
                            insert into written select tg_op || ' ' || %1$s from (select old.*) x;
                        else
                            insert into written select tg_op || ' ' || %1$s from (select new.*) x;
                        end if;
                        return null;
                    end $$
                    """
                            .formatted(text),
                    "create trigger audited after insert or update or delete on things for each row"
                            + " execute function audit()");
        }

        private void change(Connection late) throws SQLException {
            int n = 1 + random.nextInt(KEYS);
            String where = " where " + at(n);
            String insert = "insert into things (" + key.names() + ", v, at) select " + key.value() + ", '"
                    + random.nextInt(3) + "', @ from (values (" + n + ")) x (n) on conflict do nothing";
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> source.execute(insert.replace("@", "clock_timestamp()"));
                case 3 ->
                    source.execute("update things set v = '" + random.nextInt(3) + "', at = clock_timestamp(), gone = "
                            + (random.nextInt(4) == 0) + where);
                case 4 -> source.execute("delete from things" + where);
                case 9 ->
                    source.execute("delete from things where seq in (select seq from things order by " + key.names()
                            + (random.nextBoolean() ? " desc, seq" : "") + " offset " + random.nextInt(3) * 20
                            + " limit "
                            + random.nextInt(15) + ")");
                case 5 -> source.execute(insert.replace("@", "now() - interval '1 day'"));
                case 6 -> {
                    if (random.nextInt(10) == 0) {
                        source.execute("delete from things where gone = false and v <> '0'");
                    }
                }
                case 7 -> {
                    // of keys that nobody else changes, so that nobody waits
                    try (Statement statement = late.createStatement()) {
                        statement.execute(insert.replace("(values (" + n + "))", "(values (" + (n + KEYS) + "))")
                                .replace("@", "clock_timestamp()"));
                    }
                }
                default -> {
                    // another key, and no sign of it
                    int to = 1 + random.nextInt(KEYS);
                    if (source.count("things where " + at(to)) == 0) {
                        source.execute("update things set (" + key.names() + ") = (select " + key.value()
                                + " from (values (" + to + ")) x (n))" + where);
                    }
                }
            }
        }

        private void changeTarget() {
            int n = 1 + random.nextInt(2 * KEYS);
            String value = key == ComparedKey.INT_INTO_TEXT ? "n::text" : key.value();
            String where = " where " + at(n).replace("(select " + key.value(), "(select " + value);
            switch (random.nextInt(3)) {
                case 0 -> target.execute("delete from things" + where);
                case 1 -> target.execute("update things set v = 'edited'" + where);
                default ->
                    target.execute("insert into things (" + key.names() + ", v) select " + value
                            + ", 'added' from (values (" + n + ")) x (n) on conflict do nothing");
            }
        }

        private void repair(Etl etl, int round) {
            Map<String, String> due = rows(source, full ? "" : " where not gone");
            if (due.isEmpty()) {
                return; // refused, as another test has it
            }
            TreeSet<String> expected = new TreeSet<>();
            Map<String, String> has = rows(target, "");
            due.forEach((k, row) -> {
                if (!row.equals(has.get(k))) {
                    expected.add((has.containsKey(k) ? "UPDATE " : "INSERT ") + k);
                }
            });
            has.keySet().stream().filter(k -> !due.containsKey(k)).forEach(k -> expected.add("DELETE " + k));
            target.execute("truncate written");

            if (by != By.RECONCILE) {
                assertThat(etl.run().outcome()).isEqualTo(RunOutcome.DRAINED);
            } else {
                ReconciliationReport report = etl.reconcile();
                assertThat(report.outcome()).isEqualTo(RunOutcome.RECONCILED);
                assertThat(report.found().differences()).isEqualTo(expected.size());
            }
            List<String> written = new ArrayList<>();
            target.query("select what from written").forEach(row -> written.add((String) row.get("what")));
            assertThat(written).as("key %s, round %s", key, round).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(rows(target, "")).as("key %s, round %s", key, round).isEqualTo(due);
            assertThat(etl.verify().differences()).isZero();
        }

        private Map<String, String> rows(TestDatabase database, String where) {
            Map<String, String> rows = new TreeMap<>();
            database.query("select " + text + " as k, coalesce(v, 'null')"
                            + (full ? "" : " || ' ' || coalesce(at::text, 'null')") + " as row from things" + where)
                    .forEach(row -> rows.put((String) row.get("k"), (String) row.get("row")));
            return rows;
        }
    }
}
