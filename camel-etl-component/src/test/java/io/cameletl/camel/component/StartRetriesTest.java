package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.EtlException;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes before a run's first page and after its last is tried again, as pages are. */
@WithEtl
class StartRetriesTest {
    private static final String CLAIM = "excluded.lease_owner";
    private static final String FINISH = "kept_runs";
    private static final String TAKEN = "for share of p";

    private final List<EtlEvent> told = new CopyOnWriteArrayList<>();
    private final List<RunReport> ended = new CopyOnWriteArrayList<>();
    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void eventOccurred(EtlEvent event) {
            told.add(event);
        }

        @Override
        public void runEnded(RunEnd end) {
            ended.add(end.run());
        }
    };

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private FaultyDataSource from;
    private FaultyDataSource to;
    private FaultyDataSource state;
    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute(
                "create table t (id int primary key, updated_at timestamptz not null)",
                "insert into t select i, now() - interval '1 hour' from generate_series(1, 5) i");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        from = new FaultyDataSource(source.dataSource());
        to = new FaultyDataSource(target.dataSource());
        state = new FaultyDataSource(target.dataSource());
        etl.bind("from", from).bind("to", to).bind("state", state).bind("listener", listener);
    }

    private void route(String options) throws Exception {
        etl.route(
                "t",
                "query=RAW(select * from t)&sourceDataSource=#from&cursorColumns=updated_at,id&openTransactionGuard=true"
                        + "&tables=t&consistencyDelay=0&pageSize=3&" + options);
    }

    private static StatementHook failing(int times, String state, String statement) {
        AtomicInteger left = new AtomicInteger(times);
        return (sql, when) -> {
            if (when == When.BEFORE && sql.contains(statement) && left.getAndDecrement() > 0) {
                throw new SQLException("no answer", state);
            }
        };
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER"})
    void wherever_a_run_is_cut_off_once_it_is_one_run_and_has_each_row_once(When when) throws Exception {
        route("dataSource=#to&maximumRedeliveryDelay=5&redeliveryDelay=1");
        List<FaultyDataSource> databases = List.of(from, to);
        for (FaultyDataSource database : databases) {
            boolean cut = true;
            for (int n = 1; cut; n++) {
                target.execute("truncate t, etl_run", "delete from etl_pipeline");
                told.clear();
                AtomicInteger statements = new AtomicInteger();
                StatementHook once = FaultyDataSource.failOnce(n, when, "08006");
                database.arm((sql, now) -> {
                    if (now == when) {
                        statements.incrementAndGet();
                    }
                    once.on(sql, now);
                });

                RunReport run = etl.run("t");
                database.disarm();

                cut = statements.get() >= n;
                assertThat(run).as("cut off %s statement %s", when, n).satisfies(report -> {
                    assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
                    assertThat(report.runNumber()).isEqualTo(1);
                    assertThat(report.rows()).isEqualTo(5);
                });
                assertThat(target.count("t")).isEqualTo(5);
                assertThat(target.<String>value("select string_agg(outcome || run_number, ',') from etl_run"))
                        .isEqualTo("DRAINED1");
                assertThat(target.<Boolean>value("select lease_owner is null from etl_pipeline"))
                        .isTrue();
                assertThat(told.size()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void a_source_that_is_away_when_a_run_starts_is_told_once_and_fails_no_run() throws Exception {
        route("dataSource=#to&maximumRedeliveryDelay=5&redeliveryDelay=1&maximumRedeliveries=5");
        from.arm(failing(5, "08001", ""));

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(told).singleElement().isInstanceOfSatisfying(EtlEvent.RunRetried.class, retried -> {
            assertThat(retried.runNumber()).isEqualTo(1);
            assertThat(retried.step()).isEqualTo("begin");
            assertThat(retried.message())
                    .startsWith("the run could not begin, up to 5 tries follow: ")
                    .contains("no answer");
        });
        assertThat(ended).extracting(RunReport::outcome).containsExactly(RunOutcome.DRAINED);
    }

    @Test
    void a_source_that_stays_away_fails_the_run_once_all_tries_are_used_up() throws Exception {
        route("dataSource=#to&maximumRedeliveryDelay=5&redeliveryDelay=1&maximumRedeliveries=2");
        from.arm(failing(3, "08001", ""));

        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class).hasMessageContaining("no answer");

        assertThat(told).extracting(EtlEvent::kind).containsExactly(Kind.RUN_RETRIED, Kind.RUN_FAILED);
        assertThat(target.<Boolean>value("select lease_owner is null from etl_pipeline"))
                .isTrue();
    }

    @Test
    void what_will_not_pass_is_not_tried_again() throws Exception {
        route("dataSource=#to&maximumRedeliveryDelay=5&redeliveryDelay=1");
        from.arm(failing(1, "42501", "pg_prepared_xacts"));

        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);

        assertThat(told).extracting(EtlEvent::kind).containsExactly(Kind.RUN_FAILED);
    }

    @Test
    void a_claim_that_is_never_answered_fails_the_run_and_is_told_once() throws Exception {
        route("dataSource=#to&stateDataSource=#state&maximumRedeliveryDelay=5&redeliveryDelay=1&maximumRedeliveries=2");
        state.arm(failing(3, "08006", CLAIM));

        assertThatThrownBy(() -> etl.run("t"))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot claim the lease");

        assertThat(told).extracting(EtlEvent::kind).containsExactly(Kind.RUN_RETRIED, Kind.RUN_FAILED);
        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);
    }

    @Test
    void a_run_whose_end_is_not_answered_is_recorded_once() throws Exception {
        route("dataSource=#to&stateDataSource=#state&maximumRedeliveryDelay=5&redeliveryDelay=1");
        state.arm(FaultyDataSource.failOnce(1, When.AFTER, "08006", sql -> sql.contains(FINISH)));

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(told).singleElement().isInstanceOfSatisfying(EtlEvent.RunRetried.class, retried -> assertThat(
                        retried.step())
                .isEqualTo("end"));
        assertThat(target.<Boolean>value("select lease_owner is null and run_number = 1 from etl_pipeline"))
                .isTrue();
        assertThat(etl.run("t").runNumber()).isEqualTo(2);
        assertThat(target.<String>value("select count(*) || ' and ' || max(idle_runs) from etl_run, etl_pipeline"))
                .as("the second found nothing to do")
                .isEqualTo("1 and 1");
    }

    @Test
    void a_page_given_up_without_an_answer_is_in_the_ledger_once() throws Exception {
        target.execute("alter table t add check (id <> 2)");
        route("dataSource=#to&maximumRedeliveryDelay=5&redeliveryDelay=1&onExhausted=skip");
        AtomicInteger ledger = new AtomicInteger();
        to.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("etl_skipped_page") && sql.contains("insert")) {
                ledger.incrementAndGet();
            }
            boolean committed = when == When.AFTER && sql.equals("COMMIT") && ledger.compareAndSet(1, 2);
            boolean lookedUp = when == When.BEFORE && sql.contains(TAKEN) && ledger.compareAndSet(2, 3);
            if (committed || lookedUp) {
                throw new SQLException("no answer", "08006");
            }
        });

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(ledger).hasValue(3);
        assertThat(target.count("etl_skipped_page")).isEqualTo(1);
        assertThat(target.count("t")).isEqualTo(2);
        assertThat(told).extracting(EtlEvent::kind).containsExactly(Kind.PAGE_RETRIED, Kind.PAGE_SKIPPED);
    }

    @Test
    void a_stop_ends_the_waiting_for_another_start_and_gives_the_lease_back() throws Exception {
        route("dataSource=#to&redeliveryDelay=600000&maximumRedeliveryDelay=600000");
        from.arm(failing(9, "08001", ""));
        Thread run = new Thread(() -> etl.run("t"));
        run.start();
        org.awaitility.Awaitility.await().until(() -> !told.isEmpty());

        etl.camel().stop();
        run.join(60_000);

        assertThat(ended).extracting(RunReport::outcome).containsExactly(RunOutcome.STOPPED);
        assertThat(target.<Boolean>value("select lease_owner is null from etl_pipeline"))
                .isTrue();
    }
}
