package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fullPassEvery} and {@code fullPassCron}: what was deleted without a trace goes, besides what changed. */
@WithPostgres
class FullPassTest {
    private static final String OPTIONS = "query=RAW(select id, name, updated_at from users)&sourceDataSource=#source"
            + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&consistencyDelay=0&verifyRangeSize=40"
            + "&maxSurplus=10";

    /** The time of three ranges is longer than a slice. */
    private static final String SLOW = OPTIONS + "&verifyPause=600ms";

    private final List<Etl> nodes = new ArrayList<>();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void users(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create table users (id bigint primary key, name text, updated_at timestamptz not null default now())",
                "insert into users select n, 'name ' || n, now() - interval '1 min' from generate_series(1, 100) n");
        target.execute("create table users (id bigint primary key, name text, updated_at timestamptz not null)");
    }

    @AfterEach
    void close() {
        nodes.forEach(Etl::close);
    }

    private Etl node(DataSource to, String options) throws Exception {
        Etl etl = new Etl(source.dataSource(), to, "users");
        nodes.add(etl);
        return etl.route(options);
    }

    private Etl node(String options) throws Exception {
        return node(target.dataSource(), options);
    }

    private List<String> passes() {
        return target.query("select message from etl_run where outcome = 'RECONCILED' order by run_number").stream()
                .map(row -> (String) row.get("message"))
                .toList();
    }

    private void makeDue() {
        target.execute("update etl_pipeline set full_pass_at = full_pass_at - interval '1 hour'");
    }

    @Test
    void a_run_loads_what_changed_and_then_deletes_what_went_without_a_trace() throws Exception {
        Etl etl = node(OPTIONS + "&fullPassEvery=1");
        assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome).returns(100L, RunReport::rows);
        assertThat(passes()).containsExactly("full pass: 3 ranges, 100 rows, 0 differences");

        source.execute(
                "delete from users where id in (3, 50, 99)",
                "insert into users values (101, 'new')",
                "update users set name = 'without a trace' where id = 7");
        RunReport run = etl.run();

        assertThat(run.rows()).isOne();
        assertThat(target.count("users")).isEqualTo(98);
        assertThat(etl.verify().differences()).isZero();
        assertThat(target.query(
                        "select rows, tables->'users'->>'deleted' as deleted, tables->'users'->>'updated' as updated"
                                + " from etl_run where outcome = 'RECONCILED' order by run_number desc limit 1"))
                .containsExactly(java.util.Map.of("rows", 1L, "deleted", "3", "updated", "1"));
        assertThat(passes()).hasSize(2);
    }

    @Test
    void none_is_due_again_after_a_restart_or_in_another_process() throws Exception {
        node(OPTIONS + "&fullPassEvery=1h").run();
        node(OPTIONS + "&fullPassEvery=1h").run();
        assertThat(passes()).hasSize(1);

        makeDue();
        node(OPTIONS + "&fullPassEvery=1h").run();
        node(OPTIONS + "&fullPassEvery=2h").run();

        assertThat(passes()).hasSize(2);
    }

    @Test
    void a_cron_counts_from_the_first_run_and_a_time_that_was_missed_is_made_up_for() throws Exception {
        node(OPTIONS + "&fullPassCron=0 0 * * * ?").run();
        assertThat(passes()).isEmpty();

        makeDue();
        node(OPTIONS + "&fullPassCron=0 0 * * * ?").run();
        node(OPTIONS + "&fullPassCron=0 0 * * * ?").run();

        assertThat(passes()).hasSize(1);
    }

    @Test
    void what_changes_while_a_pass_lasts_is_loaded_before_it_is_at_its_end() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        Etl etl = node(watched, SLOW + "&fullPassEvery=1h");
        AtomicInteger ranges = new AtomicInteger();
        watched.arm((sql, when) -> {
            if (when == When.BEFORE && sql.contains("etl_verification v\nset") && ranges.incrementAndGet() == 1) {
                source.execute("insert into users values (0, 'meanwhile')");
            }
        });
        source.execute("delete from users where id = 100");

        etl.run();

        assertThat(target.query("select outcome, rows from etl_run where rows > 0 order by run_number"))
                .extracting(row -> row.get("outcome") + " " + row.get("rows"))
                .containsExactly("DRAINED 99", "DRAINED 1");
        assertThat(passes()).containsExactly("full pass: 3 ranges, 99 rows, 0 differences");
        assertThat(target.count("users where id = 0")).isOne();
    }

    @Test
    void of_two_processes_each_does_its_slices_of_one_pass() throws Exception {
        node(OPTIONS).run();
        source.execute("delete from users where id in (10, 90)");
        List<Etl> two = List.of(node(SLOW + "&fullPassEvery=1h"), node(SLOW + "&fullPassEvery=1h"));

        for (int turn = 0; turn < 10 && passes().isEmpty(); turn++) {
            List<CompletableFuture<RunReport>> runs = two.stream()
                    .map(etl -> CompletableFuture.supplyAsync(etl::run))
                    .toList();
            runs.forEach(CompletableFuture::join);
        }

        assertThat(passes()).containsExactly("full pass: 3 ranges, 98 rows, 2 differences");
        assertThat(target.count("users")).isEqualTo(98);
        assertThat(target.count("etl_verification")).isEqualTo(2);
    }

    @Test
    void one_that_would_delete_too_much_is_refused_once_and_what_changes_is_loaded() throws Exception {
        Etl etl = node(OPTIONS + "&fullPassEvery=1h");
        source.execute("insert into users values (101, 'first')");
        etl.run();
        source.execute("delete from users where id > 80", "insert into users values (102, 'later')");
        makeDue();
        etl = node(OPTIONS + "&fullPassEvery=1h");

        assertThatThrownBy(etl::run)
                .hasMessageContaining("full pass would delete 21 of 102 rows of the table users, and maxSurplus=10")
                .hasMessageContaining("Nothing was written");
        assertThat(target.count("users")).isEqualTo(102);

        source.execute("insert into users values (103, 'last')");
        assertThat(etl.run().rows()).isOne();
        assertThat(node(OPTIONS + "&fullPassEvery=1h").run().outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(passes()).hasSize(1);

        source.execute("truncate users");
        makeDue();
        assertThatThrownBy(node(OPTIONS + "&fullPassEvery=1h")::run).hasMessageContaining("the source is empty");
        assertThat(target.count("users")).isEqualTo(103);
    }

    @Test
    void a_comparison_by_hand_between_two_slices_does_not_let_it_begin_anew() throws Exception {
        node(OPTIONS).run();
        source.execute("delete from users where id = 95");
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        AtomicInteger ranges = new AtomicInteger();
        watched.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("etl_verification v\nset") && ranges.incrementAndGet() == 1) {
                throw new java.sql.SQLException("the node dies", "XX000");
            }
        });
        assertThatThrownBy(node(watched, OPTIONS + "&fullPassEvery=1h")::run).hasMessageContaining("the node dies");
        assertThat(node(OPTIONS).verify().surplus()).isOne();

        node(OPTIONS + "&fullPassEvery=1h").run();

        assertThat(target.count("etl_verification")).isEqualTo(3);
        assertThat(passes()).containsExactly("full pass: 3 ranges, 99 rows, 1 differences");
        assertThat(target.count("users")).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strategy=append", "strategy=history", "deletes=ignore"})
    void a_table_that_keeps_more_than_the_last_of_each_row_is_refused_when_the_route_starts(String option) {
        assertThatThrownBy(() -> node(OPTIONS + "&fullPassEvery=1h&deletedColumn=name&versionColumn=name&" + option))
                .hasStackTraceContaining(
                        "fullPassEvery keeps a table as its source is, and the table users keeps more by " + option);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fullPassCron=at three        | option fullPassCron: cron at three is no cron expression of Quartz's",
                "fullPassCron=0 0 0 31 2 ?    | never fires",
                "fullPassCron=0 0 0 1 1 ? 1999| never fires",
                "fullPassEvery=-1             | fullPassEvery must not be negative"
            })
    void what_is_no_time_is_refused_when_the_route_starts(String option, String message) {
        assertThatThrownBy(() -> node(OPTIONS + "&" + option)).hasStackTraceContaining(message);
    }
}
