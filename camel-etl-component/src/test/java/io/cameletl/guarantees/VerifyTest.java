package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code operation=verify}: what it takes for a difference, and what not. */
@WithPostgres
class VerifyTest {
    private static final String OPTIONS = "query=RAW(select id, name, amount, updated_at, gone from users)"
            + "&sourceDataSource=#source&dataSource=#target&tables=users&cursorColumns=updated_at,id"
            + "&deletedColumn=gone&versionColumn=updated_at&consistencyDelay=0";

    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void users(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        source.execute(
                """
                create table users (id bigint primary key, name text, amount numeric, updated_at timestamptz not null
                    default clock_timestamp(), gone boolean not null default false);
                insert into users (id, name, amount) select n, 'name ' || n, n from generate_series(1, 500) n
                """);
        target.execute(
                """
                create table users (id bigint primary key, name varchar(40), amount numeric(10,2),
                    updated_at timestamptz not null, added text default 'x')
                """);
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS);
        etl.drain();
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @Test
    void what_was_loaded_has_no_difference() {
        VerificationReport report = etl.verify();

        assertThat(report.outcome()).isEqualTo(RunOutcome.VERIFIED);
        assertThat(report.sourceRows()).isEqualTo(500);
        assertThat(report.targetRows()).isEqualTo(500);
        assertThat(report.differences()).isZero();
        assertThat(report.examples()).isEmpty();
    }

    @Test
    void each_kind_of_difference_is_found_with_its_columns() {
        target.execute(
                "delete from users where id = 7",
                "update users set name = 'other', amount = amount + 1 where id in (8, 9)",
                "update users set name = null where id = 10",
                "insert into users (id, updated_at) values (1000, now())");

        VerificationReport report = etl.verify();

        assertThat(report.missing()).isOne();
        assertThat(report.different()).isEqualTo(3);
        assertThat(report.surplus()).isOne();
        assertThat(report.columns()).containsOnlyKeys("name", "amount").containsEntry("name", 3L);
        assertThat(report.examples())
                .contains(
                        new Difference(Kind.MISSING, "id=7", List.of()),
                        new Difference(Kind.DIFFERENT, "id=10", List.of("name")),
                        new Difference(Kind.SURPLUS, "id=1000", List.of()));
    }

    @Test
    void a_row_whose_key_has_another_form_at_the_target_is_one_difference() throws Exception {
        source.execute(
                "create table prices (amount float8 primary key, at timestamptz not null default now())",
                "insert into prices select n / 4.0 from generate_series(1, 200) n");
        target.execute("create table prices (amount numeric primary key)");
        try (Etl prices = new Etl(source.dataSource(), target.dataSource(), "prices")
                .route("query=RAW(select amount, at from prices)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=prices&cursorColumns=at,amount&omitColumns=at&consistencyDelay=0")) {
            prices.drain();
            target.execute("update prices set amount = amount + 0.0000 where amount > 40");
            source.execute("delete from prices where amount > 49");

            assertThat(prices.verify())
                    .returns(36L, VerificationReport::different)
                    .returns(4L, VerificationReport::surplus)
                    .returns(0L, VerificationReport::missing);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "text; uuid; upper(md5(n::text))",
                "text; char(9); 'n' || n || ' '",
                "text; date; to_char(date '2026-01-01' + n, 'YYYY-FMMM-FMDD')",
                "numeric; numeric(9,1); n + 0.04"
            })
    void a_row_whose_key_is_stored_in_another_form_is_found(String from, String to, String key) throws Exception {
        source.execute(
                "create table things (k %s primary key, n int, at timestamptz not null default now())".formatted(from),
                "insert into things select %s, n from generate_series(0, 300) n".formatted(key));
        target.execute("create table things (k %s primary key, n int check (n > 0))".formatted(to));
        try (Etl things = new Etl(source.dataSource(), target.dataSource(), "things")
                .route("query=RAW(select k, n, at from things)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=things&cursorColumns=at,k&omitColumns=at&consistencyDelay=0&onBadRecord=reject")) {
            things.drain();
            assertThat(things.verify())
                    .returns(0L, VerificationReport::differences)
                    .returns(1L, VerificationReport::waiting);

            target.execute("delete from things where n < 4", "update things set n = n + 1000 where n in (4, 5)");
            source.execute("delete from things where n = 6");

            assertThat(things.verify())
                    .returns(3L, VerificationReport::missing)
                    .returns(2L, VerificationReport::different)
                    .returns(1L, VerificationReport::surplus)
                    .returns(1L, VerificationReport::waiting);
        }
    }

    @Test
    void values_are_compared_and_deleted_rows_are_told_as_the_load_does() throws Exception {
        source.execute(
                "create collation any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                """
                create table words (id int primary key, at timestamptz not null default now(), a text, b text[],
                    gone text collate any_case);
                insert into words (id, a, b, gone) values (1, 'abc   ', '{a,abc}', 'NO'), (2, 'ab', '{a,NULL}', null),
                    (3, 'a', '{}', 'False'), (4, 'b', null, 'Yes'), (5, ' ', '{b}', ' 0.0 ')
                """);
        target.execute("create table words (id int primary key, a varchar(3), b char(3)[])");
        try (Etl words = new Etl(source.dataSource(), target.dataSource(), "words")
                .route(
                        "query=RAW(select * from words)&sourceDataSource=#source&dataSource=#target&tables=words&cursorColumns=at,id"
                                + "&omitColumns=at&deletedColumn=gone&consistencyDelay=0")) {
            words.drain();
            assertThat(words.verify())
                    .returns(0L, VerificationReport::differences)
                    .returns(4L, VerificationReport::targetRows);

            target.execute("update words set b = '{a,ab}' where id = 1", "update words set a = 'ab ' where id = 2");

            assertThat(words.verify().columns()).isEqualTo(Map.of("a", 1L, "b", 1L));
        }
    }

    @Test
    void what_changes_at_the_source_after_the_drained_window_is_under_way() {
        source.execute(
                "update users set name = 'new', updated_at = clock_timestamp() where id in (1, 2)",
                "update users set gone = true, updated_at = clock_timestamp() where id = 3",
                "insert into users (id, name) values (2000, 'new')");

        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
        etl.drain();
        assertThat(etl.verify())
                .returns(0L, VerificationReport::differences)
                .returns(500L, VerificationReport::targetRows);
    }

    @Test
    void a_row_that_is_deleted_without_a_trace_or_still_there_though_marked_is_surplus() {
        source.execute("delete from users where id = 5");
        etl.drain();
        source.execute("update users set gone = true where id = 6");

        VerificationReport report = etl.verify();

        assertThat(report.surplus()).isEqualTo(2);
        assertThat(report.examples()).extracting(Difference::key).containsExactlyInAnyOrder("id=5", "id=6");
    }

    @Test
    void a_change_that_did_not_move_its_time_is_a_difference() {
        source.execute("update users set name = 'silent' where id = 5");

        assertThat(etl.verify().examples()).containsExactly(new Difference(Kind.DIFFERENT, "id=5", List.of("name")));
    }

    @Test
    void it_writes_no_row_of_either_side_and_what_it_found_is_kept() {
        target.execute("delete from users where id = 7");
        Object before = target.value("select sum(hashtext(t.xmin::text || t::text)) from users t");

        VerificationReport report = etl.verify();

        assertThat(target.<Object>value("select sum(hashtext(t.xmin::text || t::text)) from users t"))
                .isEqualTo(before);
        assertThat(target.query("select target_table, source_rows, target_rows, missing, different, surplus, waiting,"
                        + " ended_at is not null as done, up_to, examples::text as examples from etl_verification"))
                .containsExactly(row(
                        "target_table", "users",
                        "source_rows", 500L,
                        "target_rows", 499L,
                        "missing", 1L,
                        "different", 0L,
                        "surplus", 0L,
                        "waiting", 0L,
                        "done", true,
                        "up_to", null,
                        "examples", "[{\"kind\":\"MISSING\",\"key\":\"id=7\",\"columns\":[]}]"));
        assertThat(target.query("select outcome, message from etl_run order by run_number desc limit 1"))
                .containsExactly(row("outcome", "VERIFIED", "message", "verify: 1 ranges, 500 rows, 1 differences"));
        assertThat(target.query("select action, way from etl_action"))
                .containsExactly(row("action", "VERIFY", "way", "ROUTE"));
        assertThat(report.runNumber()).isEqualTo(2);
    }

    @Test
    void what_rejected_records_and_skipped_pages_stand_for_waits_and_is_no_difference() throws Exception {
        target.execute("alter table users add check (amount <> 7777)");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .route(OPTIONS + "&onBadRecord=reject&pageSize=2&lookback=0");
        source.execute("update users set amount = 7777, updated_at = clock_timestamp() where id = 20");
        etl.drain();
        assertThat(etl.verify()).returns(0L, VerificationReport::differences).returns(1L, VerificationReport::waiting);
        target.execute(
                """
                insert into etl_skipped_page (pipeline, run_number, cursor_type, after_cursor, end_cursor, from_at, before_at,
                    rows, reason)
                select pipeline, 1, cursor_type, null, json_build_object('updated_at', '%s', 'id', '3'), now(), now(), 3, 'x'
                from (select name as pipeline, cursor_type from etl_pipeline) p
                """
                        .formatted(source.<Object>value("select updated_at::text from users where id = 3")),
                "delete from users where id in (2, 3, 4)");

        VerificationReport report = etl.verify();

        assertThat(report.waiting()).isEqualTo(3);
        assertThat(report.missing()).isOne();
        assertThat(report.examples()).contains(new Difference(Kind.MISSING, "id=4", List.of()));
    }

    @Test
    void rows_of_others_can_be_kept_out() throws Exception {
        target.execute(
                "insert into users (id, updated_at, added) values (1000, now(), 'ours'), (1001, now(), 'theirs')");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .route(OPTIONS + "&verifyWhere=RAW(added <> 'theirs' -- not ours)");

        assertThat(etl.verify().examples()).containsExactly(new Difference(Kind.SURPLUS, "id=1000", List.of()));
    }

    @Test
    void it_goes_on_after_the_last_range_that_was_compared_when_it_was_stopped() throws Exception {
        target.execute("delete from users where id in (1, 499)");
        etl.close();
        FaultyDataSource faulty = new FaultyDataSource(source.dataSource());
        etl = new Etl(faulty, target.dataSource(), "users")
                .route(OPTIONS + "&verifyRangeSize=100&maximumRedeliveries=0");
        faulty.arm(FaultyDataSource.failOnce(4, When.BEFORE, "08006", sql -> sql.contains("MATERIALIZED")));
        assertThatThrownBy(etl::verify).hasMessageContaining("cannot sum up a range of the query");
        assertThat(target.query("select ranges, missing, up_to::text from etl_verification"))
                .containsExactly(row("ranges", 3, "missing", 1L, "up_to", "[\"300\"]"));

        VerificationReport report = etl.verify();

        assertThat(report.ranges()).isEqualTo(6);
        assertThat(report.sourceRows()).isEqualTo(500);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(target.count("etl_verification")).isOne();
        assertThat(etl.verify().ranges()).isEqualTo(6);
        assertThat(target.count("etl_verification")).isEqualTo(2);
    }

    @Test
    void it_is_refused_while_a_run_holds_the_lease_and_while_the_pipeline_is_paused() {
        target.execute("update etl_pipeline set lease_owner = 'somebody', lease_until = now() + interval '1 h'");
        assertThat(etl.verify())
                .returns(RunOutcome.BUSY, VerificationReport::outcome)
                .returns(0L, VerificationReport::runNumber);
        target.execute("update etl_pipeline set lease_owner = null, lease_until = null, paused = true");
        assertThat(etl.verify()).returns(RunOutcome.PAUSED, VerificationReport::outcome);
        assertThat(target.count("etl_verification")).isZero();
    }

    @Test
    void a_pipeline_that_has_not_drained_a_window_cannot_be_compared_yet() {
        target.execute("update etl_pipeline set from_at = null, before_at = null");

        assertThatThrownBy(etl::verify).hasMessageContaining("has not drained a window");
    }

    @Test
    void what_commit_makes_of_the_records_cannot_be_compared() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users").bind("commit", (CommitFunction) any -> {});
        etl.route(OPTIONS.replace("&deletedColumn=gone&versionColumn=updated_at", "")
                + "&omitColumns=gone&commit=#commit");
        assertThatThrownBy(etl::verify).hasMessageContaining("commit or commitSql");
        assertThat(target.count("etl_verification")).isZero();
    }

    @Test
    void a_table_that_keeps_more_than_the_last_of_each_row_is_not_compared() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + "&deletes=ignore");
        assertThatThrownBy(etl::verify).hasMessageContaining("keeps more by deletes=ignore");
        etl.close();
        target.execute("alter table users add gone text");
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + "&deletes=mark");
        assertThatThrownBy(etl::verify)
                .hasMessageContaining("gone is text")
                .hasMessageContaining("verifyWhere, as in gone is null");
    }

    @Test
    void a_value_that_the_target_cannot_hold_is_a_difference_and_fails_nothing() {
        source.execute(
                "update users set amount = 1e12 where id = 9", "update users set name = repeat('x', 50) where id = 10");

        VerificationReport report = etl.verify();

        assertThat(report.examples())
                .contains(new Difference(Kind.DIFFERENT, "id=9", List.of("amount")))
                .contains(new Difference(Kind.DIFFERENT, "id=10", List.of("name")));
        assertThat(report.different()).isEqualTo(2);
    }

    @Test
    void a_row_without_a_key_is_missing() throws Exception {
        source.execute(
                "create table keyless (k int, seq bigint primary key, at timestamptz not null default now())",
                "insert into keyless values (1, 1), (2, 2), (3, 3)");
        target.execute("create table keyless (k int primary key)");
        try (Etl keyless = new Etl(source.dataSource(), target.dataSource(), "keyless")
                .route(
                        "query=RAW(select k, seq, at from keyless)&sourceDataSource=#source&dataSource=#target&tables=keyless"
                                + "&cursorColumns=at,seq&omitColumns=at,seq&consistencyDelay=0&verifyRangeSize=1")) {
            keyless.drain();
            source.execute("update keyless set k = null where seq = 2");

            assertThat(keyless.verify().examples())
                    .containsExactly(
                            new Difference(Kind.MISSING, "k=NULL", List.of()),
                            new Difference(Kind.SURPLUS, "k=2", List.of()));
        }
    }

    @Test
    void a_stop_ends_it_after_the_range_in_hand_and_the_next_goes_on_there() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .route(OPTIONS + "&verifyRangeSize=100&verifyPause=1h");
        CompletableFuture<VerificationReport> running = CompletableFuture.supplyAsync(etl::verify);
        Awaitility.await().until(() -> !target.query("select from etl_verification where ranges = 1")
                .isEmpty());
        etl.close();

        assertThat(running.get())
                .returns(RunOutcome.STOPPED, VerificationReport::outcome)
                .returns(100L, VerificationReport::sourceRows);
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + "&verifyRangeSize=100");
        assertThat(etl.verify())
                .returns(RunOutcome.VERIFIED, VerificationReport::outcome)
                .returns(500L, VerificationReport::sourceRows);
        assertThat(target.count("etl_verification")).isOne();
    }

    @Test
    void it_compares_no_more_rows_a_second_than_it_may() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .route(OPTIONS + "&verifyRangeSize=100&verifyRowsPerSecond=1000");

        assertThat(etl.verify().took()).isGreaterThan(Duration.ofMillis(499));
    }

    @Test
    void listeners_hear_whether_both_sides_agree() throws Exception {
        List<EtlEvent> heard = new CopyOnWriteArrayList<>();
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .bind("listener", new PipelineListener() {
                    @Override
                    public void eventOccurred(EtlEvent event) {
                        // The start tells of columns that are narrower than the source's.
                        if (event.kind() != EtlEvent.Kind.SCHEMA_CHANGED) {
                            heard.add(event);
                        }
                    }
                })
                .route(OPTIONS);
        etl.verify();
        target.execute("delete from users where id = 7");
        etl.verify();

        Awaitility.await().untilAsserted(() -> assertThat(heard)
                .extracting(EtlEvent::kind)
                .containsExactly(EtlEvent.Kind.VERIFIED, EtlEvent.Kind.DIFFERENCES_FOUND));
        assertThat(heard.get(0).message()).isEqualTo("500 rows compared with users, no difference");
        assertThat(heard.get(1).message())
                .isEqualTo("500 rows compared with users, 1 missing, 0 different, 0 surplus; as missing id=7."
                        + " See etl_verification for more");
    }

    @Test
    void with_lookback_what_the_next_window_reads_again_is_under_way() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + "&lookback=1h");
        source.execute("insert into users (id, name, updated_at) values (3000, 'late', now() - interval '1 minute'),"
                + " (3001, 'lost', now() - interval '2 h')");

        assertThat(etl.verify().examples()).containsExactly(new Difference(Kind.MISSING, "id=3001", List.of()));
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }
}
