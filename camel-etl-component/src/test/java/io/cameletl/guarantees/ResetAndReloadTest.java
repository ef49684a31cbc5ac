package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.camel.EtlConstants;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code operation=reset} forgets where a pipeline is, {@code operation=reload} reads rows again and leaves it there. */
@WithPostgres
class ResetAndReloadTest {
    private static final String OPTIONS =
            "query=RAW(select id, name, updated_at, gone from users)&sourceDataSource=#source"
                    + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&deletedColumn=gone&versionColumn=updated_at"
                    + "&consistencyDelay=0&pageSize=4";

    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void users(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        source.execute(
                """
                create table users (id bigint primary key, name text, updated_at timestamptz not null,
                    gone boolean not null default false);
                insert into users (id, name, updated_at)
                select n, 'name ' || n, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 hour' from generate_series(1, 20) n
                """);
        target.execute("create table users (id bigint primary key, name text, updated_at timestamptz not null)");
        etl = new Etl(source.dataSource(), target.dataSource(), "users");
    }

    @AfterEach
    void close() {
        etl.close();
    }

    private Map<String, Object> position() {
        return target.query("select cursor::text, cursor_type, from_at, before_at, paused, consecutive_failures"
                        + " from etl_pipeline")
                .get(0);
    }

    private static TableCounts users(RunReport report) {
        return report.tables().get("users");
    }

    @Test
    void after_a_reset_the_next_run_reads_everything_and_writes_what_differs() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("delete from users where id in (3, 4)", "update users set name = 'other' where id = 5");

        PipelineStatus status = etl.reset(false);

        assertThat(status.position().cursor()).isNull();
        assertThat(status.position().window().isOpen()).isFalse();
        assertThat(status.lastRuns()).extracting(HistoryEntry::outcome).containsExactly("RESET", "DRAINED");
        assertThat(status.lastRuns().get(0).message()).startsWith("cursor and window forgotten, before: {");
        RunReport run = etl.run();
        assertThat(run.rows()).isEqualTo(20);
        assertThat(users(run)).returns(2L, TableCounts::inserted).returns(1L, TableCounts::updated);
        assertThat(target.query("select action, details::text from etl_action"))
                .containsExactly(Map.of("action", "RESET", "details", "{\"ledgers\":\"kept\"}"));
    }

    @Test
    void after_a_reset_the_next_run_starts_from_the_seed() throws Exception {
        etl.route(OPTIONS + "&seedCursor=RAW({\"updated_at\":\"2026-01-01 10:00:00+00\",\"id\":\"10\"})");
        etl.drain();
        etl.reset(false);

        assertThat(etl.run().rows()).isEqualTo(10);
    }

    @Test
    void a_reset_keeps_the_ledgers_or_gives_them_up_as_it_is_told() throws Exception {
        target.execute("alter table users add constraint names check (name <> 'name 7')");
        etl.route(OPTIONS + "&onBadRecord=reject");
        etl.drain();
        target.execute(
                """
                insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, reason, postponed_at)
                select p, 1, 'users', 'id=9', '{"id":"9"}', 'waits', now() from (values ('users'), ('others')) v (p)
                """);

        assertThat(etl.reset(false).rejectedRecords()).isOne();
        PipelineStatus status = etl.reset(true);

        assertThat(status.rejectedRecords()).isZero();
        assertThat(status.postponedRecords()).isZero();
        assertThat(target.count("etl_rejected_record where pipeline = 'others'"))
                .isOne();
        assertThat(target.<String>value("select details ->> 'ledgers' from etl_action order by id desc limit 1"))
                .isEqualTo("2");
        etl.drain();
        assertThat(target.count("etl_rejected_record where pipeline = 'users'")).isOne();
    }

    @Test
    void both_are_refused_while_a_run_holds_the_lease() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("update etl_pipeline set lease_owner = 'x', lease_until = now() + interval '1 minute'");
        Map<String, Object> before = position();

        assertThatThrownBy(() -> etl.reset(true))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("operation=reset is refused while a run is under way: x holds the pipeline until")
                .hasMessageContaining("Nothing was changed");
        assertThat(etl.reload(Map.of(EtlConstants.FROM_AT, "2026-01-01T00:00:00Z"))
                        .outcome())
                .isEqualTo(RunOutcome.BUSY);

        assertThat(position()).isEqualTo(before);
        assertThat(target.count("etl_action where action = 'RESET'")).isZero();
    }

    @Test
    void a_reset_is_refused_while_somebody_loads_a_range_of_the_first_load() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("insert into etl_shard (pipeline, number, cursor_type, expected, lease_owner, lease_until)"
                + " values ('users', 1, 'x', 1, 'y', now() + interval '1 minute')");

        assertThatThrownBy(() -> etl.reset(false)).hasMessageContaining("its first load is");

        target.execute("update etl_shard set lease_until = now() - interval '1 s'");
        assertThat(etl.reset(false).position().cursor()).isNull();
        assertThat(target.count("etl_shard")).isZero();
    }

    @Test
    void a_range_of_change_times_is_read_again_and_the_cursor_stays() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("delete from users where id in (3, 5, 12, 15)", "update users set name = 'other' where id = 11");
        source.execute("update users set gone = true where id = 8");
        Map<String, Object> before = position();

        RunReport report = etl.reload(
                Map.of(EtlConstants.FROM_AT, "2026-01-01T05:00:00Z", EtlConstants.BEFORE_AT, "2026-01-01 12:00:00+00"));

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(report.rows()).isEqualTo(7);
        assertThat(users(report))
                .returns(1L, TableCounts::inserted)
                .returns(1L, TableCounts::updated)
                .returns(1L, TableCounts::deleted)
                .returns(4L, TableCounts::unchanged);
        assertThat(position()).isEqualTo(before);
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users"))
                .isEqualTo("1,2,4,5,6,7,9,10,11,13,14,16,17,18,19,20");
        assertThat(target.query("select action, details::text from etl_action"))
                .containsExactly(Map.of(
                        "action",
                        "RELOAD",
                        "details",
                        "{\"before\":\"2026-01-01T12:00:00Z\",\"from\":\"2026-01-01T05:00:00Z\"}"));
        assertThat(etl.run().rows()).isZero();
    }

    @Test
    void what_changed_after_the_last_window_comes_with_the_next_and_is_not_read_before() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        source.execute("insert into users (id, name, updated_at) values (21, 'new', clock_timestamp())");

        assertThat(etl.reload(Map.of(EtlConstants.FROM_AT, "2026-01-01T19:00:00Z"))
                        .rows())
                .isEqualTo(2);
        assertThat(etl.reload(Map.of(EtlConstants.BEFORE_AT, "2999-01-01T00:00:00Z"))
                        .rows())
                .isEqualTo(20);
        assertThat(etl.reload(Map.of(EtlConstants.FROM_AT, "2999-01-01T00:00:00Z"))
                        .rows())
                .isZero();
        assertThat(target.count("users where id = 21")).isZero();
        assertThat(etl.run().rows()).isOne();
    }

    @Test
    void rows_are_read_again_by_their_keys() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("delete from users where id < 12");
        source.execute("update users set gone = true where id = 13");
        Map<String, Object> before = position();

        RunReport report = etl.reload(
                Map.of(
                        EtlConstants.KEYS,
                        "[{\"id\":1},{\"id\":3},{\"id\":\"5\"},{\"id\":7},{\"id\":9},{\"id\":9},{\"id\":13},{\"id\":20},{\"id\":99}]"));

        assertThat(report.rows()).isEqualTo(7);
        assertThat(report.pages()).isEqualTo(2);
        assertThat(users(report))
                .returns(5L, TableCounts::inserted)
                .returns(1L, TableCounts::deleted)
                .returns(1L, TableCounts::unchanged);
        assertThat(position()).isEqualTo(before);
        assertThat(etl.reload(Map.of(EtlConstants.KEYS, List.of(Map.of("name", "name 11", "id", 11))))
                        .rows())
                .isOne();
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users where id < 14"))
                .isEqualTo("1,3,5,7,9,11,12");
    }

    @Test
    void rows_are_read_again_with_the_transform() throws Exception {
        etl.bind("caps", (io.cameletl.Transform<Map<String, Object>>) rows -> List.of(new io.cameletl.TargetData(
                        "users",
                        rows.stream()
                                .map(row ->
                                        Map.of("id", row.get("id"), "name", "X", "updated_at", row.get("updated_at")))
                                .toList())))
                .route(OPTIONS.replace("&deletedColumn=gone", "") + "&transform=#caps");
        etl.drain();
        target.execute("delete from users");

        assertThat(etl.reload(Map.of(EtlConstants.KEYS, "{\"id\": 4}")).rows()).isOne();
        assertThat(etl.reload(Map.of(EtlConstants.FROM_AT, "2026-01-01T20:00:00Z"))
                        .rows())
                .isOne();
        assertThat(target.query("select id, name from users order by id"))
                .containsExactly(Map.of("id", 4L, "name", "X"), Map.of("id", 20L, "name", "X"));
    }

    @Test
    void what_is_no_range_is_refused_and_says_what_is() throws Exception {
        etl.route(OPTIONS);
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_AT, "2026-01-01T00:00:00Z")))
                .hasMessageContaining("it has read nothing yet");
        etl.drain();

        assertThatThrownBy(() -> etl.reload(Map.of())).hasMessageContaining("needs a range");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_AT, "soon")))
                .hasMessageContaining("CamelEtlFromAt must be a time such as");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.KEYS, "[]")))
                .hasMessageContaining("there is none in it");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.KEYS, "7")))
                .hasMessageContaining("there is something else in it");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.KEYS, "[{\"id\":1},{\"name\":\"x\"}]")))
                .hasMessageContaining("no single value for the column id");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.KEYS, "{\"nam\":\"x\"}")))
                .hasMessageContaining("the query has no column \"nam\"");
        assertThatThrownBy(() -> etl.reload(
                        Map.of(EtlConstants.KEYS, "{\"id\":1}", EtlConstants.FROM_AT, "2026-01-01T00:00:00Z")))
                .hasMessageContaining("Give one of these three");
        assertThatThrownBy(() -> etl.reload(Map.of(
                        EtlConstants.FROM_AT, "2026-01-02T00:00:00Z", EtlConstants.BEFORE_AT, "2026-01-01T00:00:00Z")))
                .hasMessageContaining("begins before it ends");
    }

    @Test
    void all_rows_between_two_keys_are_read_again_both_ends_included() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        target.execute("truncate users");
        Map<String, Object> before = position();

        RunReport report =
                etl.reload(Map.of(EtlConstants.FROM_KEY, "{\"id\": 7}", EtlConstants.TO_KEY, Map.of("id", 15)));

        assertThat(report).returns(9L, RunReport::rows).returns(3, RunReport::pages);
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users"))
                .isEqualTo("7,8,9,10,11,12,13,14,15");
        assertThat(position()).isEqualTo(before);
        assertThat(etl.reload(Map.of(EtlConstants.FROM_KEY, "{\"id\": 18}")).rows())
                .isEqualTo(3);
        assertThat(etl.reload(Map.of(EtlConstants.TO_KEY, "{\"id\": 4}")).rows())
                .isEqualTo(4);
        assertThat(etl.reload(Map.of(EtlConstants.FROM_KEY, "{\"id\": 90}")).pages())
                .isZero();
        assertThat(target.query("select details::text from etl_action order by id limit 1"))
                .containsExactly(Map.of("details", "{\"fromKey\":\"id=7\",\"toKey\":\"id=15\"}"));
        source.execute("insert into users values (10000, 'not drained yet', now())");
        assertThat(etl.reload(Map.of(EtlConstants.FROM_KEY, "{\"id\": 9000}")).pages())
                .isZero();
    }

    @Test
    void keys_of_several_columns_go_by_the_order_of_the_source_whatever_its_collation() throws Exception {
        source.execute(
                "create table parts (tenant text collate \"en-x-icu\", number numeric, at timestamptz not null,"
                        + " primary key (tenant, number))",
                "insert into parts select chr(case when n % 2 = 0 then 65 else 97 end + n % 7), (n % 13) / 2.0 + n,"
                        + " timestamptz '2026-01-01 00:00:00Z' + n * interval '1 s' from generate_series(1, 300) n");
        target.execute(
                "create table parts (tenant text, number numeric, at timestamptz, primary key (tenant, number))");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "parts")
                .route("query=RAW(select tenant, number, at from parts)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=parts&cursorColumns=at,tenant,number&consistencyDelay=0&pageSize=9");
        etl.drain();
        Seeded.by("etl.test.ranges", "etl.test.seed", 20).play("Ranges", seed -> {
            java.util.Random random = Seeded.random(seed);
            List<Map<String, Object>> ends = source.query("select tenant, number::text as number from parts");
            Map<String, Object> one = ends.get(random.nextInt(ends.size()));
            Map<String, Object> other = ends.get(random.nextInt(ends.size()));
            boolean inOrder = source.<Boolean>value(
                    ("select row('%s', %s::numeric) <= row('%s' collate \"en-x-icu\", %s::numeric)")
                            .formatted(one.get("tenant"), one.get("number"), other.get("tenant"), other.get("number")));
            Map<String, Object> from = inOrder ? one : other;
            Map<String, Object> to = inOrder ? other : one;
            String between = "parts where (tenant, number) >= ('%s', %s) and (tenant, number) <= ('%s', %s)"
                    .formatted(from.get("tenant"), from.get("number"), to.get("tenant"), to.get("number"));
            target.execute("truncate parts");

            RunReport report = etl.reload(Map.of(EtlConstants.FROM_KEY, from, EtlConstants.TO_KEY, to));

            assertThat(report.rows()).isEqualTo(source.count(between)).isEqualTo(target.count("parts"));
            assertThat(target.query("select tenant, number from parts"))
                    .containsExactlyInAnyOrderElementsOf(source.query("select tenant, number from " + between));
            if (!from.equals(to)) {
                assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_KEY, to, EtlConstants.TO_KEY, from)))
                        .hasMessageContaining("CamelEtlFromKey comes after CamelEtlToKey");
            }
        });
    }

    @Test
    void rows_that_share_a_part_of_a_key_are_all_read_again() throws Exception {
        source.execute("update users set name = 'same' where id between 3 and 17");
        etl.route(OPTIONS);
        etl.drain();

        assertThat(etl.reload(Map.of(
                                EtlConstants.FROM_KEY,
                                "{\"name\":\"same\"}",
                                EtlConstants.TO_KEY,
                                "{\"name\":\"same\"}"))
                        .rows())
                .isEqualTo(15);
    }

    @Test
    void what_is_no_range_of_keys_is_refused_and_nothing_is_written_down() throws Exception {
        etl.route(OPTIONS);
        etl.drain();
        String seven = "{\"id\": 7}";

        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_KEY, seven, EtlConstants.KEYS, seven)))
                .hasMessageContaining("Give one of these three");
        assertThatThrownBy(() -> etl.reload(
                        Map.of(EtlConstants.FROM_KEY, seven, EtlConstants.BEFORE_AT, "2026-01-01T00:00:00Z")))
                .hasMessageContaining("Give one of these three");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_KEY, "[{\"id\":1},{\"id\":2}]")))
                .hasMessageContaining("CamelEtlFromKey must name one key")
                .hasMessageContaining("there are several in it");
        assertThatThrownBy(
                        () -> etl.reload(Map.of(EtlConstants.FROM_KEY, seven, EtlConstants.TO_KEY, "{\"name\":\"x\"}")))
                .hasMessageContaining("CamelEtlToKey must name one key")
                .hasMessageContaining("no single value for the column id");
        assertThatThrownBy(() -> etl.reload(
                        Map.of(EtlConstants.FROM_KEY, seven, EtlConstants.TO_KEY, "{\"id\":9,\"name\":\"x\"}")))
                .hasMessageContaining("different columns");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.TO_KEY, "7")))
                .hasMessageContaining("something else in it");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.TO_KEY, "{}")))
                .hasMessageContaining("there is none in it");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.TO_KEY, "up"))).hasMessageContaining("it is no JSON");
        assertThat(target.count("etl_action")).isZero();

        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.TO_KEY, "{\"nam\": 7}")))
                .hasMessageContaining("the query has no column \"nam\"");
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.TO_KEY, "{\"id\": \"x\"}")))
                .hasMessageContaining("invalid input syntax for type bigint");
    }
}
