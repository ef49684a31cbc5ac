package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.TableCounts;
import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code operation=reconcile}: what differs is repaired, what is equal is not written, and nothing else goes. */
@WithPostgres
class ReconcileTest {
    private static final String OPTIONS = "query=RAW(select id, name, mail, updated_at, gone from users)"
            + "&sourceDataSource=#source&dataSource=#target&tables=users&cursorColumns=updated_at,id"
            + "&deletedColumn=gone&versionColumn=updated_at&consistencyDelay=0&pageSize=10&verifyRangeSize=50";

    private TestDatabase source;
    private TestDatabase target;
    private Etl etl;

    @BeforeEach
    void users(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        source.execute(
                """
                create table users (id bigint primary key, name text, mail text, updated_at timestamptz not null
                    default clock_timestamp() - interval '1 min', gone boolean not null default false);
                insert into users (id, name, mail) select n, 'name ' || n, n || '@x' from generate_series(1, 300) n
                """);
        target.execute(
                """
                create table users (id bigint primary key, name text check (name <> 'bad'), mail text unique,
                    updated_at timestamptz not null, origin text default 'crm');
                create table written (what text, id bigint);
                create function audit() returns trigger language plpgsql as $$
                begin
                    insert into written values (tg_op, coalesce(new.id, old.id));
                    return null;
                end $$
                """);
    }

    private Etl etl(String more) throws Exception {
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + more);
        etl.drain();
        target.execute(
                "create trigger audited after insert or update or delete on users for each row execute function audit()");
        return etl;
    }

    @AfterEach
    void close() {
        etl.close();
    }

    private void delete(String where) {
        source.execute("delete from users where " + where);
    }

    private List<String> written() {
        return target.query("select what || ' ' || id as line from written order by id, what").stream()
                .map(row -> (String) row.get("line"))
                .toList();
    }

    private static TableCounts users(ReconciliationReport report) {
        return report.run().tables().get("users");
    }

    @Test
    void what_differs_is_repaired_and_nothing_else_is_written() throws Exception {
        etl("");
        target.execute(
                "delete from users where id in (7, 120)",
                "update users set name = 'other' where id = 130",
                "insert into users (id, name, updated_at) values (999, 'x', now())",
                "truncate written");
        delete("id in (50, 51)");
        source.execute("update users set gone = true where id = 52");
        String cursor = target.value("select cursor::text from etl_pipeline");

        ReconciliationReport report = etl.reconcile();

        assertThat(report.outcome()).isEqualTo(RunOutcome.RECONCILED);
        assertThat(report.found())
                .returns(2L, VerificationReport::missing)
                .returns(1L, VerificationReport::different)
                .returns(4L, VerificationReport::surplus);
        assertThat(users(report))
                .returns(2L, TableCounts::inserted)
                .returns(1L, TableCounts::updated)
                .returns(4L, TableCounts::deleted);
        assertThat(written())
                .containsExactly(
                        "INSERT 7", "DELETE 50", "DELETE 51", "DELETE 52", "INSERT 120", "UPDATE 130", "DELETE 999");
        assertThat(etl.verify().differences()).isZero();
        assertThat(target.<String>value("select cursor::text from etl_pipeline"))
                .isEqualTo(cursor);
        assertThat(target.query("select outcome, message from etl_run order by run_number desc offset 1 limit 1"))
                .containsExactly(
                        Map.of("outcome", "RECONCILED", "message", "reconcile: 6 ranges, 297 rows, 7 differences"));
        assertThat(target.query("select action from etl_action order by id limit 1"))
                .containsExactly(Map.of("action", "RECONCILE"));
        assertThat(report.summary())
                .isEqualTo("297 rows compared with users, 2 missing, 1 different, 4 surplus, by column {name=1}:"
                        + " users +2 ~1 -4");
    }

    @Test
    void what_is_equal_is_read_and_not_written() throws Exception {
        etl("");
        target.execute("truncate written");

        ReconciliationReport report = etl.reconcile();

        assertThat(report.outcome()).isEqualTo(RunOutcome.RECONCILED);
        assertThat(report.run().tables()).isEmpty();
        assertThat(written()).isEmpty();
    }

    @Test
    void more_surplus_than_may_be_deleted_is_refused_before_anything_is_written() throws Exception {
        etl("&maxSurplus=RAW(5%)");
        delete("id <= 16");
        target.execute("delete from users where id = 100", "truncate written");

        assertThatThrownBy(() -> etl.reconcile())
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("would delete 16 of 299 rows of the table users, and maxSurplus=5% allows for 14")
                .hasMessageContaining(
                        "Nothing was written: 284 rows compared with users, 1 missing, 0 different, 16 surplus");

        assertThat(written()).isEmpty();
        assertThat(target.query("select surplus, ended_at is not null as done, allowed from etl_verification")
                        .toString())
                .contains("surplus=16", "done=true", "allowed=null");
    }

    @Test
    void an_empty_source_is_refused_whatever_may_be_deleted() throws Exception {
        etl("&maxSurplus=1000");
        source.execute("update users set gone = true");
        target.execute("truncate written");

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("and the source is empty");

        assertThat(written()).isEmpty();
    }

    @Test
    void surplus_rows_are_only_told_of_where_they_are_to_be_reported() throws Exception {
        etl("&surplus=report");
        delete("id <= 250");
        target.execute("delete from users where id = 260", "truncate written");

        ReconciliationReport report = etl.reconcile();

        assertThat(report.found()).returns(250L, VerificationReport::surplus).returns(1L, VerificationReport::missing);
        assertThat(written()).containsExactly("INSERT 260");
    }

    @Test
    void rows_of_others_stay_by_verify_where() throws Exception {
        etl("&verifyWhere=RAW(origin = 'crm')");
        target.execute(
                "insert into users (id, updated_at, origin) select n, now(), 'erp' from generate_series(1001, 1100) n",
                "truncate written");
        delete("id = 3");

        assertThat(users(etl.reconcile()).deleted()).isOne();
        assertThat(written()).containsExactly("DELETE 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "deferrable", "deferrable initially deferred"})
    void a_row_that_others_refer_to_stays_and_is_told_of(String checked) throws Exception {
        etl("");
        target.execute(
                "create table orders (id int primary key, user_id bigint references users " + checked + ")",
                "insert into orders values (1, 5), (2, 9)",
                "truncate written");
        delete("id between 4 and 12");

        ReconciliationReport report = etl.reconcile();

        assertThat(users(report).deleted()).isEqualTo(7);
        assertThat(report.run().message())
                .endsWith(", 2 surplus rows stay, since others refer to them or a trigger keeps them");
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users where id < 14"))
                .isEqualTo("1,2,3,5,9,13");
    }

    @Test
    void a_surplus_row_does_not_keep_its_unique_value_from_the_row_that_needs_it() throws Exception {
        etl("");
        delete("id = 20");
        source.execute("update users set mail = '20@x' where id = 21");
        target.execute("truncate written");

        assertThat(users(etl.reconcile())).returns(1L, TableCounts::deleted).returns(1L, TableCounts::updated);
    }

    @Test
    void a_row_that_a_trigger_keeps_stays_and_is_told_of() throws Exception {
        etl("");
        target.execute(
                """
                create function keep() returns trigger language plpgsql as $$
                begin
                    return case when old.id = 5 then null else old end;
                end $$;
                create trigger kept before delete on users for each row execute function keep()
                """);
        delete("id between 4 and 6");

        ReconciliationReport report = etl.reconcile();

        assertThat(users(report).deleted()).isEqualTo(2);
        assertThat(report.run().message())
                .endsWith(", 1 surplus rows stay, since others refer to them or a trigger keeps them");
    }

    @Test
    void who_allows_for_less_before_an_interrupted_pass_goes_on_is_heard() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), watched, "users").route(OPTIONS);
        etl.drain();
        delete("id in (5, 255)");
        watched.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("DELETE FROM")) {
                throw new IllegalStateException("interrupted");
            }
        });
        assertThatThrownBy(() -> etl.reconcile()).hasStackTraceContaining("interrupted");
        etl.close();
        etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS + "&maxSurplus=1");

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("maxSurplus=1 allows for 1");

        assertThat(target.count("users")).isEqualTo(300);
    }

    @Test
    void bad_records_come_into_the_ledger_and_wait_there() throws Exception {
        etl("&onBadRecord=reject");
        source.execute("update users set name = 'bad' where id = 30");
        target.execute("delete from users where id = 31", "truncate written");

        ReconciliationReport report = etl.reconcile();

        assertThat(users(report)).returns(1L, TableCounts::rejected).returns(1L, TableCounts::inserted);
        assertThat(target.<String>value("select record_key from etl_rejected_record"))
                .contains("30");
        assertThat(etl.verify()).returns(0L, VerificationReport::differences).returns(1L, VerificationReport::waiting);
        assertThat(etl.reconcile().run().tables()).isEmpty();
    }

    @Test
    void a_row_of_a_newer_version_is_not_overwritten() throws Exception {
        etl("");
        target.execute("update users set name = 'newer', updated_at = now() where id = 40", "truncate written");

        ReconciliationReport report = etl.reconcile();

        assertThat(report.found().different()).isOne();
        assertThat(users(report).unchanged()).isOne();
        assertThat(written()).isEmpty();
    }

    @Test
    void what_comes_back_to_the_source_before_it_is_looked_up_is_not_deleted() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(source.dataSource());
        etl = new Etl(watched, target.dataSource(), "users").route(OPTIONS);
        etl.drain();
        delete("id in (60, 61)");
        AtomicBoolean once = new AtomicBoolean();
        watched.arm((sql, when) -> {
            // The row comes back, with its old change time, once the target's row was seen to be surplus by its hash.
            if (when == When.BEFORE && sql.contains("WITH ORDINALITY AS k") && once.compareAndSet(false, true)) {
                source.execute("insert into users (id, name, mail, updated_at) values"
                        + " (60, 'name 60', '60@x', (select min(updated_at) from users))");
            }
        });

        ReconciliationReport report = etl.reconcile();

        assertThat(once).isTrue();
        assertThat(report.found().surplus()).isOne();
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users where id in (60, 61)"))
                .isEqualTo("60");
    }

    @Test
    void what_goes_on_after_an_interruption_stops_at_a_source_that_is_empty_now() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), watched, "users").route(OPTIONS);
        etl.drain();
        delete("id in (5, 255)");
        watched.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("DELETE FROM")) {
                throw new IllegalStateException("interrupted");
            }
        });
        assertThatThrownBy(() -> etl.reconcile()).hasStackTraceContaining("interrupted");
        watched.arm((sql, when) -> {});
        source.execute("create table kept as select * from users; truncate users");

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("the source is empty now");
        assertThat(target.count("users")).isEqualTo(300);

        source.execute("insert into users select * from kept");
        assertThat(users(etl.reconcile()).deleted()).isEqualTo(2);
    }

    @Test
    void no_more_is_deleted_than_was_counted_and_the_next_pass_counts_anew() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), watched, "users").route(OPTIONS + "&maxSurplus=2");
        etl.drain();
        delete("id = 5");
        watched.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("DELETE FROM")) {
                delete("id between 280 and 290");
            }
        });

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("are surplus now than were counted before");
        watched.arm((sql, when) -> {});

        assertThat(target.count("users")).isEqualTo(299);
        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("would delete 11 of 299 rows");
        assertThat(target.count("users")).isEqualTo(299);
    }

    @Test
    void while_a_run_holds_the_lease_nothing_is_done() throws Exception {
        etl("");
        target.execute(
                "update etl_pipeline set lease_owner = 'x', lease_until = now() + interval '1 minute'",
                "delete from users where id = 1",
                "truncate written");

        ReconciliationReport report = etl.reconcile();

        assertThat(report.outcome()).isEqualTo(RunOutcome.BUSY);
        assertThat(written()).isEmpty();
    }

    @Test
    void a_lost_lease_rolls_a_range_back() throws Exception {
        FaultyDataSource watched = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), watched, "users").route(OPTIONS);
        etl.drain();
        delete("id = 5");
        watched.arm((sql, when) -> {
            if (when == When.AFTER && sql.contains("DELETE FROM")) {
                target.execute("update etl_pipeline set version = version + 1, lease_owner = 'other'");
            }
        });

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("pipeline \"users\"");

        assertThat(target.count("users where id = 5")).isOne();
    }

    @Test
    void a_key_whose_values_are_equal_in_other_ways_than_at_the_source_is_refused() throws Exception {
        target.execute("alter table users alter id type numeric");
        etl("");
        delete("id = 3");
        target.execute("truncate written");

        assertThatThrownBy(() -> etl.reconcile())
                .hasMessageContaining(
                        "cannot tell surplus rows of the table users: the key column id is of another type");

        assertThat(written()).isEmpty();
    }

    @Test
    void a_pipeline_with_a_transform_is_refused() throws Exception {
        etl = new Etl(source.dataSource(), target.dataSource(), "users")
                .route(OPTIONS.replace("&deletedColumn=gone", "") + "&transform=#split");

        assertThatThrownBy(() -> etl.reconcile()).hasMessageContaining("The pipeline has a transform");
    }

    @ParameterizedTest
    @CsvSource({
        "strategy=append&deletes=ignore, strategy=append",
        "strategy=history, strategy=history",
        "deletes=ignore, deletes=ignore"
    })
    void a_table_that_keeps_more_than_the_last_of_each_row_is_not_repaired(String option, String named)
            throws Exception {
        target.execute(
                "alter table users drop constraint users_pkey, drop constraint users_mail_key",
                "create unique index on users (id, updated_at)",
                "alter table users add valid_from timestamptz, add valid_to timestamptz",
                "create unique index on users (id, valid_from)",
                "create unique index on users (id) where valid_to is null");
        if (option.startsWith("deletes")) {
            target.execute("alter table users add primary key (id)");
        }
        etl("&keyColumns=id&" + option);
        delete("id <= 16");

        assertThatThrownBy(() -> etl.reconcile())
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the table \"users\" keeps more by " + named);

        assertThat(written()).isEmpty();
        assertThat(target.<Long>value("select count(distinct id) from users")).isEqualTo(300);
    }
}
