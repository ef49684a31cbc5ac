package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.RunOutcome;
import io.cameletl.TableCounts;
import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code surplus=mark}: what the source has no more stays in the target, marked as gone. */
@WithPostgres
class SurplusMarkTest {
    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
    }

    @AfterEach
    void close() {
        if (etl != null) {
            etl.close();
        }
    }

    private static String options(String select) {
        return "query=RAW(select id, name, updated_at, " + select + " as gone from users)&sourceDataSource=#source"
                + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&versionColumn=updated_at"
                + "&deletedColumn=gone&deletes=mark&surplus=mark&consistencyDelay=0&pageSize=7&verifyRangeSize=20"
                + "&maxSurplus=10";
    }

    private void open(String type, String options) throws Exception {
        source.execute(
                "create table users (id bigint primary key, name text, updated_at timestamptz not null, gone " + type
                        + ")",
                "insert into users select n, 'name ' || n, now() - interval '1 min' from generate_series(1, 100) n");
        target.execute(
                "create table users (id bigint primary key, name text, updated_at timestamptz, gone " + type + ")",
                """
                create table written (what text, id bigint);
                create function audit() returns trigger language plpgsql as $$
                begin
                    insert into written values (tg_op, coalesce(new.id, old.id));
                    return null;
                end $$
                """);
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(options);
        etl.drain();
        target.execute(
                "create trigger audited after insert or update or delete on users for each row execute function audit()");
    }

    private List<String> written() {
        List<String> all = target.query("select what || ' ' || id as line from written order by id, what").stream()
                .map(row -> (String) row.get("line"))
                .toList();
        target.execute("truncate written");
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean     | gone is true",
                "timestamptz | gone > now() - interval '1 min'",
                "timestamp   | gone > timezone('UTC', now()) - interval '1 min'",
                "date        | gone >= timezone('UTC', now())::date - 1",
                "smallint    | gone = 1",
                "numeric     | gone = 1"
            })
    void it_is_marked_once_and_loaded_when_it_is_back(String type, String marked) throws Exception {
        open(type, options("gone"));
        source.execute("create table away as select * from users where id in (3, 50)");
        source.execute("delete from users where id in (3, 50)");

        assertThat(etl.verify()).returns(2L, VerificationReport::surplus);
        assertThat(etl.reconcile().run().tables().get("users")).returns(2L, TableCounts::deleted);

        assertThat(written()).containsExactly("UPDATE 3", "UPDATE 50");
        assertThat(target.count("users where " + marked)).isEqualTo(2);
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
        assertThat(etl.reconcile().outcome()).isEqualTo(RunOutcome.RECONCILED);
        assertThat(written()).isEmpty();

        source.execute("insert into users select * from away where id = 50");
        assertThat(etl.verify()).returns(1L, VerificationReport::differences);
        etl.reconcile();

        assertThat(written()).containsExactly("UPDATE 50");
        assertThat(target.count("users where gone is null")).isEqualTo(99);
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
    }

    @Test
    void what_the_source_says_is_gone_is_marked_too_and_what_others_mark_is_none_of_it() throws Exception {
        open("boolean", options("gone"));
        source.execute("update users set gone = true where id = 4", "update users set gone = false where id = 5");
        target.execute("alter table users disable trigger audited", "update users set gone = true where id = 6");
        target.execute("alter table users enable trigger audited");

        etl.reconcile();

        assertThat(written()).containsExactly("UPDATE 4", "UPDATE 5", "UPDATE 6");
        assertThat(target.query("select id from users where gone order by id"))
                .containsExactly(java.util.Map.of("id", 4L));
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
    }

    @Test
    void more_marks_than_allowed_are_refused_and_so_is_an_empty_source() throws Exception {
        open("timestamptz", options("gone"));
        source.execute("delete from users where id > 89");
        assertThatThrownBy(etl::reconcile)
                .hasMessageContaining("would mark 11 of 100 rows of the table users, and maxSurplus=10");
        source.execute("truncate users");
        assertThatThrownBy(etl::reconcile).hasMessageContaining("the source is empty");
        assertThat(written()).isEmpty();
    }

    @Test
    void full_passes_and_full_runs_mark_as_well() throws Exception {
        open("timestamptz", options("gone") + "&fullPassEvery=1");
        source.execute("delete from users where id = 8");
        etl.run();
        assertThat(written()).containsExactly("UPDATE 8");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "all")
                .route("query=RAW(select id, name, updated_at, gone from users)&sourceDataSource=#source"
                        + "&dataSource=#target&tables=users&keyColumns=id&mode=full&deletedColumn=gone&deletes=mark"
                        + "&surplus=mark");
        source.execute("delete from users where id = 9", "update users set name = 'new' where id = 10");

        etl.run();

        assertThat(written()).containsExactly("UPDATE 9", "UPDATE 10");
        assertThat(target.count("users where gone is not null")).isEqualTo(2);
    }

    @Test
    void a_query_without_the_mark_s_column_may_give_it_as_null() throws Exception {
        open("timestamptz", options("cast(null as timestamptz)"));
        source.execute("delete from users where id = 8");

        etl.reconcile();

        assertThat(written()).containsExactly("UPDATE 8");
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
    }

    @Test
    void a_table_without_a_mark_is_refused_when_the_route_starts() {
        assertThatThrownBy(() -> open("boolean", options("gone").replace("&deletes=mark", "")))
                .hasStackTraceContaining(
                        "surplus=mark needs deletes=mark, and the table users has no column that marks");
    }

    @Test
    void a_mark_of_another_type_is_refused_and_nothing_is_written() throws Exception {
        open("text", options("gone") + "&verifyWhere=RAW(gone is null)");
        source.execute("delete from users where id = 8");

        assertThatThrownBy(etl::reconcile)
                .hasMessageContaining(
                        "surplus=mark needs deletes=mark, and a deletedColumn that is a boolean, a number");
        assertThat(written()).isEmpty();
    }
}
