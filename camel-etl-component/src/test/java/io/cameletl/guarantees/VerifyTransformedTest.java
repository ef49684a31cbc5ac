package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.ExtractResponse;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.VerificationReport.TableReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.SplitOrders;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code operation=verify} of several tables that a transform fills: what it takes for a difference, and what not. */
@WithPostgres
class VerifyTransformedTest {
    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void orders(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        SplitOrders.create(source, target);
        source.execute(
                """
                insert into orders (id, name, amount, lines, note)
                select n, 'name ' || n, n, n % 5, case when n % 3 = 0 then 'note ' || n end from generate_series(1, 200) n
                """);
        etl = pipeline("&pageSize=30");
        etl.drain();
    }

    private Etl pipeline(String options) throws Exception {
        return new Etl(source.dataSource(), target.dataSource(), "orders")
                .bind("orders", new SplitOrders())
                .route(SplitOrders.OPTIONS + options);
    }

    @AfterEach
    void close() {
        etl.close();
    }

    private void anew(String options) throws Exception {
        etl.close();
        etl = pipeline(options);
    }

    @Test
    void what_was_loaded_has_no_difference() {
        VerificationReport report = etl.verify();

        assertThat(report.outcome()).isEqualTo(RunOutcome.VERIFIED);
        assertThat(report.examples()).isEmpty();
        assertThat(report.differences()).isZero();
        assertThat(report.table()).isEqualTo("orders, lines, notes");
        assertThat(report.ranges()).isEqualTo(7);
        assertThat(report.tables())
                .containsExactly(
                        new TableReport("orders", 200, 200, 0, 0, 0, 0, Map.of()),
                        new TableReport("lines", 400, 400, 0, 0, 0, 0, Map.of()),
                        new TableReport("notes", 66, 66, 0, 0, 0, 0, Map.of()));
        assertThat(report.sourceRows()).isEqualTo(666);
    }

    @Test
    void each_kind_of_difference_is_found_in_each_table_with_its_columns() {
        target.execute(
                "delete from notes where order_id = 6",
                "delete from lines where order_id = 7",
                "update orders set name = 'other', amount = amount + 1 where id in (8, 9)",
                "update lines set sku = null where order_id = 4 and no = 2",
                "insert into orders (id, updated_at) values (1000, now())",
                "insert into lines (order_id, no) values (1000, 1), (1, 3)");

        VerificationReport report = etl.verify();

        assertThat(report.tables())
                .containsExactly(
                        new TableReport("orders", 200, 201, 0, 2, 1, 0, Map.of("name", 2L, "amount", 2L)),
                        new TableReport("lines", 400, 400, 2, 1, 2, 0, Map.of("sku", 1L)),
                        new TableReport("notes", 66, 65, 1, 0, 0, 0, Map.of()));
        assertThat(report.columns()).isEqualTo(Map.of("orders.name", 2L, "orders.amount", 2L, "lines.sku", 1L));
        assertThat(report.examples())
                .containsExactlyInAnyOrder(
                        new Difference(Kind.MISSING, "notes: order_id=6", List.of()),
                        new Difference(Kind.MISSING, "lines: order_id=7, no=1", List.of()),
                        new Difference(Kind.MISSING, "lines: order_id=7, no=2", List.of()),
                        new Difference(Kind.DIFFERENT, "orders: id=8", List.of("name", "amount")),
                        new Difference(Kind.DIFFERENT, "orders: id=9", List.of("name", "amount")),
                        new Difference(Kind.DIFFERENT, "lines: order_id=4, no=2", List.of("sku")),
                        new Difference(Kind.SURPLUS, "orders: id=1000", List.of()),
                        new Difference(Kind.SURPLUS, "lines: order_id=1000, no=1", List.of()),
                        new Difference(Kind.SURPLUS, "lines: order_id=1, no=3", List.of()));
        assertThat(report.differences()).isEqualTo(9);
    }

    @Test
    void what_changes_at_the_source_after_the_drained_window_is_under_way() {
        source.execute(
                "update orders set name = 'new', lines = 0, updated_at = clock_timestamp() where id between 20 and 30",
                "update orders set gone = true, updated_at = clock_timestamp() where id = 3",
                "insert into orders (id, name, lines) values (2000, 'new', 3)");

        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
        etl.drain();
        assertThat(etl.verify())
                .returns(0L, VerificationReport::differences)
                .returns(200L, report -> report.tables().get(0).targetRows());
    }

    @Test
    void rows_whose_source_row_is_deleted_without_a_trace_are_surplus_and_a_silent_change_is_a_difference() {
        source.execute("delete from orders where id = 9", "update orders set gone = true where id = 12");
        source.execute("update orders set note = 'silent' where id = 15", "update orders set lines = 1 where id = 18");

        assertThat(etl.verify().tables())
                .containsExactly(
                        new TableReport("orders", 198, 200, 0, 0, 2, 0, Map.of()),
                        new TableReport("lines", 392, 400, 0, 0, 8, 0, Map.of()),
                        new TableReport("notes", 64, 66, 0, 1, 2, 0, Map.of("note", 1L)));
    }

    @Test
    void it_writes_no_row_of_either_side_leaves_no_table_and_what_it_found_is_kept() {
        target.execute("delete from notes where order_id = 6");
        String writes = "select sum(hashtext(t.xmin::text || t::text)) from orders t";
        Object before = target.value(writes);

        etl.verify();

        assertThat(target.<Object>value(writes)).isEqualTo(before);
        assertThat(target.query("select relname from pg_class where relpersistence = 't' and relkind = 'r'"))
                .isEmpty();
        assertThat(target.query("select target_table, source_rows, target_rows, missing, different, surplus, waiting,"
                        + " ended_at is not null as done, tables -> 2 ->> 'missing' as notes from etl_verification"))
                .containsExactly(Map.of(
                        "target_table", "orders, lines, notes",
                        "source_rows", 666L,
                        "target_rows", 665L,
                        "missing", 1L,
                        "different", 0L,
                        "surplus", 0L,
                        "waiting", 0L,
                        "done", true,
                        "notes", "1"));
        assertThat(target.query("select outcome, message from etl_run order by run_number desc limit 1"))
                .containsExactly(Map.of("outcome", "VERIFIED", "message", "verify: 7 pages, 666 rows, 1 differences"));
    }

    @Test
    void listeners_hear_what_was_found() throws Exception {
        List<EtlEvent> heard = new CopyOnWriteArrayList<>();
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "orders")
                .bind("orders", new SplitOrders())
                .bind("listener", new PipelineListener() {
                    @Override
                    public void eventOccurred(EtlEvent event) {
                        heard.add(event);
                    }
                })
                .route(SplitOrders.OPTIONS);
        etl.verify();
        target.execute("delete from lines");
        VerificationReport report = etl.verify();

        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).isInstanceOf(EtlEvent.Verified.class);
        assertThat(((EtlEvent.DifferencesFound) heard.get(1)).report().tables()).isEqualTo(report.tables());
    }

    @Test
    void of_several_rows_for_one_key_the_last_counts_by_its_version() throws Exception {
        target.execute("create table names (name text primary key, id bigint, updated_at timestamptz)");
        source.execute("update orders set name = 'same ' || id / 3, gone = id % 3 = 2 and id > 100");
        Transform<Map<String, Object>> names = rows -> List.of(new TargetData(
                "names",
                rows.stream()
                        .map(row -> Map.of(
                                "name", row.get("name"),
                                "id", row.get("id"),
                                "updated_at", row.get("updated_at"),
                                "gone", row.get("gone")))
                        .toList()));
        for (String version : List.of("&versionColumn=updated_at", "")) {
            try (Etl other = new Etl(source.dataSource(), target.dataSource(), "names" + version.length())
                    .bind("names", names)
                    .route(SplitOrders.OPTIONS
                                    .replace("tables=orders,lines,notes", "tables=names")
                                    .replace("transform=#orders", "transform=#names")
                                    .replace("&versionColumn=updated_at", version)
                            + "&pageSize=7")) {
                other.drain();
                assertThat(other.verify().examples()).isEmpty();
                target.execute("update names set id = id - 1 where name = 'same 5'");

                assertThat(other.verify())
                        .returns(
                                List.of(new Difference(Kind.DIFFERENT, "name=same 5", List.of("id"))),
                                VerificationReport::examples)
                        .returns("names", report -> report.tables().get(0).table());
                target.execute("truncate names");
            }
        }
    }

    @Test
    void what_rejected_records_and_skipped_pages_stand_for_waits_and_is_no_difference() throws Exception {
        target.execute("alter table lines add check (sku <> 'bad/2')", "alter table notes add check (note <> 'bad')");
        anew("&onBadRecord=reject&pageSize=1");
        source.execute(
                "update orders set name = 'bad', note = 'bad', lines = 3, updated_at = clock_timestamp() where id = 20");
        etl.drain();
        assertThat(etl.verify()).returns(0L, VerificationReport::differences).returns(2L, VerificationReport::waiting);
        target.execute(
                """
                insert into etl_skipped_page (pipeline, run_number, cursor_type, after_cursor, end_cursor, from_at, before_at,
                    rows, reason)
                select pipeline, 1, cursor_type, null, json_build_object('updated_at', '%s', 'id', '3'), '-infinity',
                    now() + interval '1 day', 3, 'x'
                from (select name as pipeline, cursor_type from etl_pipeline) p
                """
                        .formatted(source.<Object>value("select updated_at::text from orders where id = 3"))
                        .replace("'-infinity'", "'0001-01-01'"),
                "delete from lines where order_id in (2, 3, 4)");

        VerificationReport report = etl.verify();

        assertThat(report.waiting()).isEqualTo(2 + 2 + 3);
        assertThat(report.missing()).isEqualTo(4);
        assertThat(report.examples()).contains(new Difference(Kind.MISSING, "lines: order_id=4, no=4", List.of()));
    }

    @Test
    void a_value_that_the_target_cannot_hold_is_a_difference_and_fails_nothing() {
        source.execute(
                "update orders set amount = 1e12 where id = 9",
                "update orders set name = repeat('x', 50) where id = 10");
        target.execute(
                "delete from notes where order_id = 9",
                "delete from lines where order_id = 9",
                "delete from orders where id = 9");

        VerificationReport report = etl.verify();

        assertThat(report.tables().get(0))
                .isEqualTo(new TableReport("orders", 200, 199, 1, 1, 0, 0, Map.of("name", 1L)));
        assertThat(report.tables().get(2).missing()).isOne();
    }

    @Test
    void a_record_without_a_key_is_missing() throws Exception {
        source.execute(
                "create table keyless (k int, seq bigint primary key, at timestamptz not null default now())",
                "insert into keyless values (1, 1), (2, 2), (3, 3)");
        target.execute("create table keyless (k int primary key, n bigint)");
        Transform<Map<String, Object>> plain = rows -> List.of(new TargetData(
                "keyless",
                rows.stream()
                        .map(row -> {
                            Map<String, Object> record = new HashMap<>(row);
                            record.remove("at");
                            record.put("n", record.remove("seq"));
                            return record;
                        })
                        .toList()));
        try (Etl keyless = new Etl(source.dataSource(), target.dataSource(), "keyless")
                .bind("plain", plain)
                .route("query=RAW(select k, seq, at from keyless)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=keyless&cursorColumns=at,seq&consistencyDelay=0&transform=#plain")) {
            keyless.drain();
            source.execute("update keyless set k = null where seq = 2");

            assertThat(keyless.verify().examples())
                    .containsExactlyInAnyOrder(
                            new Difference(Kind.MISSING, "k=NULL", List.of()),
                            new Difference(Kind.SURPLUS, "k=2", List.of()));
        }
    }

    @Test
    void rows_of_others_can_be_kept_out_of_each_table() throws Exception {
        target.execute(
                "insert into orders (id, updated_at, added) values (1000, now(), 'ours'), (1001, now(), 'theirs')",
                "insert into lines (order_id, no, sku) values (1001, 1, 'theirs')");
        anew(
                "&table.orders.verifyWhere=RAW(added <> 'theirs' -- not ours)&table.lines.verifyWhere=RAW(order_id < 1001)");

        assertThat(etl.verify().examples()).containsExactly(new Difference(Kind.SURPLUS, "orders: id=1000", List.of()));
    }

    @Test
    void rows_from_before_the_seed_are_not_compared() throws Exception {
        target.execute("truncate orders, lines, notes", "delete from etl_pipeline");
        anew("&pageSize=7&seedCursor=RAW({\"updated_at\":\""
                + source.<Object>value("select updated_at::text from orders where id = 100") + "\",\"id\":\"100\"})");
        etl.drain();
        target.execute("insert into orders (id, updated_at) values (50, now()), (3000, now())");

        assertThat(etl.verify().examples()).containsExactly(new Difference(Kind.SURPLUS, "orders: id=3000", List.of()));
    }

    @Test
    void a_source_in_java_is_compared_as_well() throws Exception {
        target.execute("create table things (id int primary key, v text)");
        List<Map<String, Object>> rows = List.of(Map.of("id", 1, "v", "a"), Map.of("id", 2, "v", "b"));
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Source<TimestampCursor> things =
                request -> request.after() != null && !request.after().at().isBefore(at)
                        ? ExtractResponse.drained()
                        : new ExtractResponse<>(rows, new TimestampCursor(at, "2"), false);
        try (Etl java = new Etl(source.dataSource(), target.dataSource(), "things")
                .bind("things", things)
                .route("source=#things&dataSource=#target&tables=things&consistencyDelay=0")) {
            java.drain();
            assertThat(java.verify())
                    .returns(0L, VerificationReport::differences)
                    .returns(2L, VerificationReport::sourceRows);
            target.execute("update things set v = 'x' where id = 2");

            assertThat(java.verify().examples()).containsExactly(new Difference(Kind.DIFFERENT, "id=2", List.of("v")));
        }
    }

    @Test
    void where_rows_of_another_source_change_without_end_it_is_not_told_which_are_surplus() throws Exception {
        target.execute("create table things (id int primary key, v text)");
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Instant later = Instant.parse("2100-01-01T00:00:00Z");
        Source<TimestampCursor> things = request -> {
            TimestampCursor after = request.after();
            if (after == null || after.at().isBefore(at)) {
                return new ExtractResponse<>(List.of(Map.of("id", 1, "v", "a")), new TimestampCursor(at, "1"), false);
            }
            return request.beforeAt().isBefore(later)
                    ? ExtractResponse.drained()
                    : new ExtractResponse<>(
                            List.of(Map.of("id", 2, "v", "b")),
                            new TimestampCursor(after.at().plusSeconds(1), "2"),
                            true);
        };
        try (Etl java = new Etl(source.dataSource(), target.dataSource(), "things")
                .bind("things", things)
                .route("source=#things&dataSource=#target&tables=things&consistencyDelay=0&prefetch=0")) {
            java.drain();
            target.execute("update things set v = 'x'", "insert into things values (2, 'b'), (3, 'c')");

            VerificationReport report = java.verify();

            assertThat(report.examples()).containsExactly(new Difference(Kind.DIFFERENT, "id=1", List.of("v")));
            assertThat(report.message()).contains("of 1 rows that only the target has it is not known");
        }
    }

    @Test
    void keys_that_are_equal_in_another_form_are_one_row() throws Exception {
        source.execute(
                "create table words (id int primary key, word text, at timestamptz not null default now())",
                "insert into words values (1, 'One'), (2, 'one'), (3, 'two'), (4, 'TWO '), (5, 'Three')");
        target.execute(
                "create collation any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create table words (word text collate any_case primary key, id int, at timestamptz)");
        Transform<Map<String, Object>> same = rows -> List.of(new TargetData("words", rows));
        try (Etl words = new Etl(source.dataSource(), target.dataSource(), "words")
                .bind("same", same)
                .route("query=RAW(select word, id, at from words)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=words&cursorColumns=at,id&consistencyDelay=0&transform=#same&pageSize=1")) {
            words.drain();
            assertThat(target.count("words")).isEqualTo(4);
            assertThat(words.verify().examples()).isEmpty();
            target.execute("update words set id = 0 where word = 'ONE'");

            assertThat(words.verify().different()).isOne();
        }
    }

    @Test
    void it_is_refused_where_it_cannot_be_and_nothing_is_kept_of_it() throws Exception {
        anew("&table.lines.deletes=ignore");
        assertThatThrownBy(etl::verify).hasMessageContaining("\"lines\" keeps more by deletes=ignore");
        anew("&commitSql=RAW(select 1)");
        assertThatThrownBy(etl::verify).hasMessageContaining("commit or commitSql");
        anew("");
        target.execute("alter table notes rename to old_notes");
        assertThatThrownBy(etl::verify).hasMessageContaining("there is no table \"notes\"");
        target.execute("update etl_pipeline set from_at = null, before_at = null");
        assertThatThrownBy(etl::verify).hasMessageContaining("has not drained a window");
        assertThat(target.count("etl_verification")).isZero();
    }

    @Test
    void one_that_failed_or_was_stopped_left_nothing_and_the_next_begins_anew() throws Exception {
        target.execute("delete from notes where order_id = 6");
        etl.close();
        FaultyDataSource faulty = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), faulty, "orders")
                .bind("orders", new SplitOrders())
                .route(SplitOrders.OPTIONS + "&pageSize=30");
        faulty.arm(FaultyDataSource.failOnce(4, When.BEFORE, "08006", sql -> sql.contains(" AS m (")));
        assertThatThrownBy(etl::verify).hasMessageContaining("cannot compare a page with its tables");
        etl.close();
        etl = pipeline("&pageSize=30&verifyPause=1h&verifyRangeSize=1");
        CompletableFuture<VerificationReport> running = CompletableFuture.supplyAsync(etl::verify);
        Awaitility.await().until(() -> !target.query("select from etl_verification where ranges = 1")
                .isEmpty());
        etl.close();
        assertThat(running.get())
                .returns(RunOutcome.STOPPED, VerificationReport::outcome)
                .returns(30L, VerificationReport::sourceRows);
        assertThat(target.query("select relname from pg_class where relpersistence = 't' and relkind = 'r'"))
                .isEmpty();
        etl = pipeline("");

        assertThat(etl.verify())
                .returns(RunOutcome.VERIFIED, VerificationReport::outcome)
                .returns(666L, VerificationReport::sourceRows)
                .returns(1L, VerificationReport::missing);
    }

    @Test
    void a_page_that_the_transform_fails_for_says_so() throws Exception {
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "orders")
                .bind("orders", (Transform<Object>) rows -> {
                    throw new IllegalStateException("no such thing");
                })
                .route(SplitOrders.OPTIONS);

        assertThatThrownBy(etl::verify)
                .hasMessageContaining("the transform fails for a page")
                .hasMessageContaining("no such thing");
    }
}
