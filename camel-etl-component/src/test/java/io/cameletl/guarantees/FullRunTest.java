package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.VerificationReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mode=full}: tables without any change time are kept in step, deletions included. */
@WithPostgres
class FullRunTest {
    private static final String OPTIONS = "query=RAW(select code, name from countries)&sourceDataSource=#source"
            + "&dataSource=#target&tables=countries&keyColumns=code&mode=full&pageSize=7&verifyRangeSize=20";

    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void countries(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        String table = "create table countries (code text collate \"en-x-icu\" primary key, name text)";
        source.execute(
                table,
                "insert into countries select chr(64 + n % 50) || '-' || n, 'name ' || n from generate_series(1, 100) n");
        target.execute(
                table + "; alter table countries add added text default 'x'",
                """
                create table written (what text, code text);
                create function audit() returns trigger language plpgsql as $$
                begin
                    insert into written values (tg_op, coalesce(new.code, old.code));
                    return null;
                end $$;
                create trigger audited after insert or update or delete on countries for each row execute function audit()
                """);
        etl = new Etl(source.dataSource(), target.dataSource(), "countries");
    }

    @AfterEach
    void close() {
        etl.close();
    }

    private List<String> written() {
        List<String> all =
                target.query("select what || ' ' || code as line from written order by code collate \"C\"").stream()
                        .map(row -> (String) row.get("line"))
                        .toList();
        target.execute("truncate written");
        return all;
    }

    private void assertSame() {
        String rows = "select string_agg(code || '=' || name, ',' order by code collate \"C\") from countries";
        assertThat(target.<String>value(rows)).isEqualTo(source.<String>value(rows));
    }

    @Test
    void a_run_loads_changes_and_deletes_what_differs_and_writes_nothing_else() throws Exception {
        etl.route(OPTIONS);

        RunReport first = etl.run();

        assertThat(first.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(first.rows()).isEqualTo(100);
        assertSame();
        assertThat(written()).hasSize(100);

        assertThat(etl.run()).returns(0, RunReport::pages).returns(RunOutcome.DRAINED, RunReport::outcome);
        assertThat(written()).isEmpty();

        source.execute(
                "delete from countries where code in ('A-1', 'B-2')",
                "update countries set name = 'new' where code = 'C-3'",
                "update countries set code = 'ZZ' where code = 'D-4'",
                "insert into countries values ('E-x', 'x')");
        target.execute(
                "alter table countries disable trigger audited",
                "delete from countries where code = 'F-6'",
                "alter table countries enable trigger audited");
        RunReport run = etl.run();

        assertThat(written())
                .containsExactly(
                        "DELETE A-1",
                        "DELETE B-2",
                        "UPDATE C-3",
                        "DELETE D-4",
                        "INSERT E-x",
                        "INSERT F-6",
                        "INSERT ZZ");
        assertThat(run.tables().get("countries"))
                .returns(3L, TableCounts::inserted)
                .returns(1L, TableCounts::updated)
                .returns(3L, TableCounts::deleted);
        assertSame();
        assertThat(etl.verify().differences()).isZero();
    }

    @Test
    void rows_of_others_stay_and_more_deletions_than_allowed_are_refused() throws Exception {
        etl.route(OPTIONS + "&maxSurplus=5&verifyWhere=RAW(added = 'x')");
        etl.run();
        target.execute(
                "insert into countries select 'other-' || n, 'other', 'y' from generate_series(1, 50) n",
                "truncate written");
        source.execute("delete from countries where name like 'name 1%'");

        assertThatThrownBy(() -> etl.run())
                .hasMessageContaining("mode=full would delete 12 of 100 rows of the table countries, and maxSurplus=5")
                .hasMessageContaining("Nothing was written");
        assertThat(written()).isEmpty();

        source.execute("truncate countries");
        assertThatThrownBy(() -> etl.run()).hasMessageContaining("the source is empty");
        assertThat(target.count("countries")).isEqualTo(150);
    }

    @Test
    void the_target_s_age_is_known_and_rows_can_be_read_again_by_their_keys() throws Exception {
        etl.route(OPTIONS);
        etl.run();

        assertThat(target.<Boolean>value("select before_at > now() - interval '1 minute' and from_at = before_at"
                        + " and cursor is null from etl_pipeline"))
                .isTrue();
        target.execute("update countries set name = 'edited' where code in ('A-1', 'B-2')");
        assertThat(etl.reload(Map.of(EtlConstants.KEYS, "{\"code\": \"A-1\"}")).rows())
                .isOne();
        assertThatThrownBy(() -> etl.reload(Map.of(EtlConstants.FROM_AT, "2026-01-01T00:00:00Z")))
                .hasMessageContaining("cannot tell change times");
        assertThat(etl.verify().different()).isOne();
        assertThat(etl.reconcile().run().tables().get("countries").updated()).isOne();
        assertSame();
        etl.reset(false);
        assertThat(etl.run().pages()).isZero();
    }

    @Test
    void a_table_without_such_a_key_is_refused_at_the_start() {
        target.execute("alter table countries drop constraint countries_pkey");

        assertThatThrownBy(() -> etl.route(OPTIONS)).hasStackTraceContaining("unique");
    }

    @Test
    void rows_without_a_key_fail_the_run_when_all_others_are_in() throws Exception {
        source.execute(
                "alter table countries drop constraint countries_pkey, alter code drop not null",
                "insert into countries values (null, 'a'), (null, 'b')");
        etl.route(OPTIONS);

        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(etl::run).hasMessageContaining("in 2 rows a column of the key (code) is NULL");
            assertThat(target.count("countries")).isEqualTo(100);
        }
        source.execute("delete from countries where code is null");
        assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome).returns(0, RunReport::pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true) or (true", "added = 'x') or (added = 'y'", "nope > 1", "added", "/* all"})
    void what_is_no_condition_of_the_table_is_refused_and_nothing_is_deleted(String where) throws Exception {
        etl.route(OPTIONS);
        etl.run();
        source.execute("delete from countries where code = 'A-1'");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "countries");
        etl.route(OPTIONS + "&verifyWhere=RAW{" + where + "}");

        assertThatThrownBy(etl::run)
                .hasMessageContaining("verifyWhere is no condition over the columns of the table countries");
        assertThat(target.count("countries")).isEqualTo(100);
    }

    @Test
    void rows_whose_mark_does_not_say_so_need_a_condition_that_leaves_them_out() throws Exception {
        etl.route(OPTIONS + "&deletedColumn=name&deletes=mark");

        assertThatThrownBy(etl::run).hasMessageContaining("Leave them out by verifyWhere, as in name is null");
    }

    @Test
    void bad_records_wait_in_the_ledger_and_nothing_is_deleted_for_them() throws Exception {
        etl.route(OPTIONS + "&onBadRecord=reject");
        etl.run();
        target.execute("alter table countries add constraint no_bad check (name <> 'bad')");
        source.execute(
                "update countries set name = 'bad' where code = 'A-1'", "insert into countries values ('0', 'bad')");
        written();

        assertThat(etl.run().tables().get("countries").rejected()).isEqualTo(2);
        assertThat(etl.run().pages()).isZero();

        assertThat(written()).isEmpty();
        assertThat(target.count("countries")).isEqualTo(100);
        assertThat(target.count("etl_rejected_record")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "boolean", "float8", "bytea", "jsonb", "timestamptz", "money", "char(4)"})
    void a_row_that_was_mended_is_loaded_though_its_record_waits(String type) throws Exception {
        Map<String, String> bad = Map.of(
                "text",
                "bad\n\"",
                "boolean",
                "false",
                "float8",
                "0.1",
                "bytea",
                "\\x005c",
                "jsonb",
                "{\"b\": 1.10, \"a\": null}",
                "timestamptz",
                "infinity",
                "money",
                "12.34",
                "char(4)",
                "b");
        source.execute("create table other (code int primary key, name %s)".formatted(type));
        target.execute("create table other (code int primary key, name %s, ok boolean default false check (ok))"
                .formatted(type));
        source.execute("insert into other select n, '%s' from generate_series(1, 2) n".formatted(bad.get(type)));
        String options = "query=RAW(select code, name from other)&sourceDataSource=#source&dataSource=#target"
                + "&tables=other&keyColumns=code&mode=full&onBadRecord=reject";
        etl.route(options);

        assertThat(etl.run().tables().get("other").rejected()).isEqualTo(2);
        assertThat(etl.run().pages()).isZero();
        target.execute("alter table other alter ok set default true");
        assertThat(etl.verify().waiting()).isEqualTo(2);
        source.execute("update other set name = null where code = 1");

        assertThat(etl.run().tables().get("other").inserted()).isOne();
        assertThat(etl.verify()).returns(1L, VerificationReport::waiting).returns(0L, VerificationReport::differences);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strategy=append", "strategy=history", "deletes=ignore"})
    void a_table_that_keeps_more_than_the_last_of_each_row_is_refused_when_the_route_starts(String option) {
        assertThatThrownBy(() -> etl.route(OPTIONS + "&deletedColumn=name&versionColumn=name&" + option))
                .hasStackTraceContaining(
                        "mode=full keeps a table as its source is, and the table countries keeps more by " + option);
    }
}
