package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.SplitUsers;
import io.cameletl.guarantees.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A first load in ranges does what one in one piece does, whatever happens on the way. */
@Tag("slow")
@WithPostgres
class FirstLoadTest {
    private static final String SHARDS = Users.OPTIONS + "&initialShards=2";
    private static final int PAGES = 8;
    private static final int ROWS = PAGES * Users.PAGE;

    private TestDatabase source;
    private TestDatabase target;
    private Users users;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        users = new Users(source, target);
        users.reset(PAGES);
    }

    private Etl etl(String options) throws Exception {
        return etl(options, new SplitUsers());
    }

    private Etl etl(String options, Transform<?> transform) throws Exception {
        return new Etl(source.dataSource(), target.dataSource(), Users.PIPELINE)
                .bind("watched", transform)
                .route(options.replace("#split", "#watched"));
    }

    /** The transform of users, with something before it. */
    private interface Before extends Transform<Map<String, Object>> {
        void page(List<Map<String, Object>> rows) throws Exception;

        @Override
        default List<TargetData> transform(List<Map<String, Object>> rows) throws Exception {
            page(rows);
            return new SplitUsers().transform(rows);
        }
    }

    private Map<String, Object> position() {
        return target.query("select cursor::text, cursor_type, before_at > from_at as open, lease_owner from"
                        + " etl_pipeline")
                .get(0);
    }

    @Test
    void leaves_the_rows_and_the_position_of_a_load_in_one_piece() throws Exception {
        try (Etl etl = etl(Users.OPTIONS)) {
            etl.run();
        }
        Map<String, Object> inOnePiece = position();
        List<Map<String, Object>> rows = target.query("select * from accounts order by id");
        users.reset(PAGES);

        try (Etl etl = etl(SHARDS)) {
            assertThat(etl.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns((long) ROWS, RunReport::rows)
                    .returns(PAGES, RunReport::pages);

            assertThat(position()).isEqualTo(inOnePiece);
            assertThat(target.query("select * from accounts order by id")).isEqualTo(rows);
            assertThat(target.count("etl_shard")).isZero();
            users.assertArrivedOnce();
            users.change();
            assertThat(etl.run()).returns(1L, RunReport::rows);
        }
    }

    @Test
    @Timeout(60)
    void two_workers_load_at_once() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger calls = new AtomicInteger();
        Before meeting = rows -> {
            if (calls.incrementAndGet() <= 2) {
                both.await(30, TimeUnit.SECONDS);
            }
        };
        try (Etl etl = etl(SHARDS, meeting)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }
        users.assertArrivedOnce();
    }

    @Test
    void a_page_that_fails_leaves_its_range_to_the_next_run_which_goes_on_whatever_its_options_say() throws Exception {
        Before failing = rows -> {
            if (rows.stream().anyMatch(row -> row.get("id").equals(17L))) {
                throw new IllegalStateException("17");
            }
        };
        try (Etl etl = etl(SHARDS, failing)) {
            assertThatThrownBy(etl::run).isInstanceOf(EtlException.class).hasMessageContaining("17");
        }
        users.assertRowsAndRangesAgree();
        assertThat(target.count("etl_shard where lease_owner is not null")).isZero();
        assertThat(target.count("etl_shard where not done")).isPositive();

        try (Etl etl = etl(Users.OPTIONS)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }
        users.assertArrivedOnce();
        assertThat(target.count("etl_shard")).isZero();
        assertThat(position()).containsEntry("open", false);
    }

    @Test
    @Timeout(120)
    void a_run_elsewhere_takes_part_and_has_its_own_line_in_the_history() throws Exception {
        CountDownLatch held = new CountDownLatch(2);
        CountDownLatch free = new CountDownLatch(1);
        Before waiting = rows -> {
            held.countDown();
            free.await(60, TimeUnit.SECONDS);
        };
        try (Etl first = etl(SHARDS, waiting);
                Etl second = etl(SHARDS)) {
            CompletableFuture<RunReport> leading = CompletableFuture.supplyAsync(first::run);
            held.await(30, TimeUnit.SECONDS);

            assertThat(second.run())
                    .returns(RunOutcome.PAGE_LIMIT, RunReport::outcome)
                    .returns(ROWS - 2L * Users.PAGE, RunReport::rows)
                    .returns(2L, RunReport::runNumber);
            assertThat(second.run()).returns(RunOutcome.BUSY, RunReport::outcome);
            users.assertRowsAndRangesAgree();
            assertThat(target.count("etl_shard where done")).isEqualTo(PAGES - 2);
            free.countDown();
            assertThat(leading.get(60, TimeUnit.SECONDS))
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns(2L * Users.PAGE, RunReport::rows)
                    .returns(1L, RunReport::runNumber);
        }
        users.assertArrivedOnce();
        assertThat(target.query("select run_number, outcome from etl_run order by 1"))
                .extracting(row -> row.get("run_number") + " " + row.get("outcome"))
                .containsExactly("1 DRAINED", "2 PAGE_LIMIT");
    }

    @Test
    @Timeout(120)
    void a_cursor_set_by_hand_ends_it_and_nothing_in_hand_is_committed() throws Exception {
        CountDownLatch held = new CountDownLatch(2);
        CountDownLatch free = new CountDownLatch(1);
        Before waiting = rows -> {
            held.countDown();
            free.await(60, TimeUnit.SECONDS);
        };
        Map<String, String> cursor = new LinkedHashMap<>();
        cursor.put("updated_at", "2026-01-01 00:00:11+00");
        cursor.put("id", "35");
        try (Etl first = etl(SHARDS, waiting);
                Etl second = etl(SHARDS)) {
            CompletableFuture<RunReport> leading = CompletableFuture.supplyAsync(first::run);
            held.await(30, TimeUnit.SECONDS);
            second.seek(new KeysetCursor(cursor));
            assertThat(target.count("etl_shard")).isZero();
            free.countDown();

            assertThatThrownBy(() -> leading.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(StaleLeaseException.class);
            assertThat(target.count("writes")).isZero();
            assertThat(second.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns(5L, RunReport::rows);
        }
    }

    @Test
    void a_range_of_a_holder_that_is_gone_is_taken_once_its_lease_has_run_out() throws Exception {
        Before failing = rows -> {
            throw new IllegalStateException("not yet");
        };
        try (Etl etl = etl(SHARDS, failing)) {
            assertThatThrownBy(etl::run).isInstanceOf(EtlException.class);
        }
        target.execute("update etl_shard set lease_owner = 'gone', lease_until = clock_timestamp() + interval '4 s'"
                + " where number = 3");

        try (Etl etl = etl(SHARDS)) {
            assertThat(etl.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns((long) ROWS, RunReport::rows);
        }
        users.assertArrivedOnce();
    }

    @Test
    void a_page_that_is_skipped_in_a_range_comes_with_a_replay() throws Exception {
        source.execute("update users set name = 'poison' where id = 17");
        Before failing = rows -> {
            if (rows.stream().anyMatch(row -> row.get("name").equals("poison"))) {
                throw new IllegalStateException("poison");
            }
        };
        try (Etl etl = etl(SHARDS + "&onExhausted=skip", failing)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }
        assertThat(target.count("etl_skipped_page")).isEqualTo(1);

        try (Etl etl = etl(SHARDS)) {
            assertThat(etl.replay()).returns((long) Users.PAGE, RunReport::rows);
        }
        users.assertArrivedOnce();
        assertThat(target.count("etl_skipped_page")).isZero();
    }

    @Test
    void rows_that_refer_to_rows_of_other_ranges_arrive() throws Exception {
        int people = 200;
        source.execute(
                "create table people (id int primary key, boss int, updated_at timestamptz not null default now())",
                "insert into people select i, " + people + " + 1 - i from generate_series(1, " + people + ") i");
        target.execute("create table people (id int primary key, boss int references people,"
                + " updated_at timestamptz not null)");
        String options = "query=RAW(select * from people)&sourceDataSource=#source&cursorColumns=id&dataSource=#target"
                + "&tables=people&consistencyDelay=0&pageSize=10&initialShards=3";
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "people").route(options)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }
        assertThat(target.query("select id, boss from people order by id"))
                .isEqualTo(source.query("select id, boss from people order by id"));
        assertThat(target.count("etl_rejected_record")).isZero();
    }

    @Test
    void more_records_may_wait_in_all_than_at_once() throws Exception {
        int people = 120;
        source.execute(
                "create table people (id int primary key, boss int)",
                "insert into people select i, case when i > 60 then null else i + 60 end from generate_series(1, "
                        + people + ") i");
        target.execute("create table people (id int primary key, boss int references people)");
        // One range has 40 such rows, and the ranges with what they wait for come last.
        String options = "query=RAW(select * from people)&sourceDataSource=#source&cursorColumns=id&dataSource=#target"
                + "&tables=people&consistencyDelay=0&pageSize=10&initialShards=2&maxPostponed=45";
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "people").route(options)) {
            AtomicInteger runs = new AtomicInteger();
            Awaitility.await().until(() -> {
                runs.incrementAndGet();
                try {
                    return etl.run().outcome() == RunOutcome.DRAINED;
                } catch (EtlException e) {
                    return false;
                }
            });
            System.out.println(runs + " runs for more postponed records than may wait");
        }
        assertThat(target.count("people")).isEqualTo(people);
    }

    @Test
    void a_source_without_rows_or_with_few_has_its_first_window_drained() throws Exception {
        source.execute("truncate users");
        try (Etl etl = etl(SHARDS)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
            users.change();
            assertThat(etl.run()).returns(1L, RunReport::rows);
        }
        assertThat(target.count("accounts where id = 1000000")).isEqualTo(1);
    }
}
