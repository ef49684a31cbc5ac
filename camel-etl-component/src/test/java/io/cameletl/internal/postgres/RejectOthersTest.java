package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static io.cameletl.internal.postgres.support.Loads.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is rejected does not depend on the order of the records, nor on what goes wrong besides. */
@Tag("slow")
@WithPostgres
class RejectOthersTest {
    @Test
    void a_value_given_up_later_in_the_page_is_no_reason_to_reject(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, mail text unique, n int check (n > 0))",
                "insert into t select i, 'm' || i, 1 from generate_series(1, 100) as i");

        Rejecting loaded = Rejecting.load(
                into(db), 1, data("t", "id mail n", record(200, "m1", 1), record(3, "m3", -1), record(1, "free", 1)));

        assertThat(loaded.keys()).containsExactly("id = 3");
        assertThat(db.<String>value("select string_agg(mail, ' ' order by id) from t where id in (1, 3, 200)"))
                .isEqualTo("free m3 m1");
    }

    @Test
    void rows_that_refer_to_rows_of_their_own_table_load_in_any_order(TestDatabase db) {
        db.execute("create table t (id int primary key, boss int references t, n int check (n > 0))");

        Rejecting loaded = Rejecting.load(
                into(db),
                20,
                many("t", "id boss n", 0, 1_000, i -> record(i, i == 999 ? null : (i + 1_000) / 2, i == 900 ? -1 : 1)));

        // 900 is the boss of 800 and 801, and so on down.
        assertThat(loaded.given())
                .filteredOn(reject -> !reject.key().equals("id = 900"))
                .allSatisfy(reject -> assertThat(reject.reason()).contains("its parent", "was rejected"));
        assertThat(loaded.keys()).hasSize(1 + 2 + 4 + 8).contains("id = 200", "id = 603", "id = 801", "id = 900");
        assertThat(db.count("t")).isEqualTo(1_000 - 15);
        assertThat(db.count("t where id >= 900")).isEqualTo(99);
    }

    @Test
    void of_a_key_that_comes_twice_only_the_last_is_rejected_and_no_older_one_is_loaded(TestDatabase db) {
        db.execute("create table t (id int primary key, n int check (n > 0))");

        Rejecting loaded = Rejecting.load(
                into(db),
                5,
                data(
                        "t",
                        "id n",
                        record(1, 1),
                        record(2, -1),
                        record(1, -1),
                        record(2, 2),
                        record(3, "x"),
                        record(3, 3)));

        assertThat(loaded.only().record()).isEqualTo("{\"id\":\"1\",\"n\":\"-1\"}");
        assertThat(loaded.tables()).containsEntry("t", counts(6, 2, 0, 0, 3));
        assertThat(db.query("select * from t order by id"))
                .containsExactly(Map.of("id", 2, "n", 2), Map.of("id", 3, "n", 3));
    }

    @Test
    void an_outdated_record_is_no_orphan(TestDatabase db) {
        db.execute(
                "create table p (id int primary key)",
                "create table t (id int primary key, p int references p, version int)",
                "insert into t values (1, null, 5)");

        Rejecting loaded = Rejecting.load(
                into(db, versioned("t")),
                5,
                data("t", "id p version gone", record(1, 99, 4, null), record(2, 99, 1, null)));

        assertThat(loaded.keys()).containsExactly("id = 2");
        assertThat(loaded.tables()).containsEntry("t", counts(2, 0, 0, 0, 1));
    }

    @Test
    void a_session_goes_on_after_a_page_with_rejects(TestDatabase db) {
        db.execute("create table t (id int primary key, n int check (n > 0))");
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            for (int page = 0; page < 3; page++) {
                int first = page * 10;
                assertThat(Rejecting.load(
                                        session,
                                        3,
                                        many("t", "id n", first, first + 10, i -> record(i, i == first + 4 ? -1 : 1)))
                                .keys())
                        .containsExactly("id = " + (first + 4));
                assertThat(Rejecting.load(session, 3, data("t", "id n", record(1_000 + page, 1)))
                                .attempts())
                        .isEqualTo(2);
            }
            assertThatThrownBy(() -> Loads.load(session, data("t", "id n", record(5_000, -1))))
                    .hasMessageContaining("record 1 (id = 5000)");
        }
        assertThat(db.count("t")).isEqualTo(30);
    }

    @Test
    void a_good_page_costs_no_statement_more(TestDatabase db) {
        db.execute("create table t (id int primary key)", "create table c (id int primary key, t int references t)");
        StatementLog log = new StatementLog(db.dataSource());
        List<List<String>> sent = new ArrayList<>();
        for (int allowed : new int[] {0, 1_000}) {
            try (PostgresSession session = new PostgresSession(into(log, table("t"), table("c")), "run")) {
                Rejecting.load(
                        session, allowed, data("t", "id", record(allowed)), data("c", "id t", record(allowed, 0)));
                log.clear();
                Rejecting.load(
                        session,
                        allowed,
                        data("t", "id", record(allowed + 7)),
                        data("c", "id t", record(allowed + 7, allowed)));
                sent.add(log.all().stream()
                        .map(sql -> sql.replaceAll("etl_[0-9a-f]{16}", "etl"))
                        .toList());
            }
        }
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void a_passing_failure_at_any_statement_of_the_search_rejects_nothing(TestDatabase db) {
        db.execute(
                "create table p (id int primary key)",
                "create table t (id int primary key, n int check (n > 0), p int references p)");
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        int[] statements = {0};
        faulty.arm((sql, when) -> statements[0] += when == When.BEFORE ? 1 : 0);
        TargetData page = many("t", "id n p", 0, 8, i -> record(i, i == 5 ? "x" : i == 6 ? -1 : 1, i == 2 ? 99 : null));
        PostgresTargetSpec spec = into(faulty, table("t"));
        assertThat(Rejecting.load(spec, 5, page).keys()).containsExactly("id = 2", "id = 5", "id = 6");
        db.execute("truncate t cascade");
        int commit = statements[0];
        for (int n = 1; n <= commit; n++) {
            faulty.arm(FaultyDataSource.failOnce(n, When.BEFORE, "40001"));
            try (PostgresSession session = new PostgresSession(spec, "run")) {
                boolean failed = false;
                try {
                    Rejecting.load(session, 5, page);
                } catch (EtlException e) {
                    failed = true;
                }
                faulty.disarm();
                assertThat(db.count("t")).as("statement %s", n).isEqualTo(failed ? 0 : 5);
                assertThat(Rejecting.load(session, 5, page).keys()).containsExactly("id = 2", "id = 5", "id = 6");
            }
            db.execute("truncate t");
        }
    }
}
