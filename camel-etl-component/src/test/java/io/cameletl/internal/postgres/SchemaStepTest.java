package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cameletl.EtlException;
import io.cameletl.SchemaChanges;
import io.cameletl.StagingKind;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.spec.SourceColumns;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.SchemaSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page's table lacks is made in the page's transaction. */
@WithPostgres
class SchemaStepTest {
    private static final TargetData WIDER = data("t", "id a b", record(2, "y", 7), record(3, "z", null));
    private static final String COLUMNS =
            "select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = 't'::regclass and attnum > 0";

    private static SchemaSpec adding() {
        return new SchemaSpec(SchemaChanges.ADD_COLUMNS, false, SourceColumns.UNKNOWN);
    }

    private static PostgresTargetSpec target(TestDatabase db) {
        return into(db, table("t")).withSchema(adding());
    }

    @Test
    void a_page_that_fails_leaves_no_column(TestDatabase db) {
        db.execute("create table t (id int primary key, a text check (a <> 'bad'))");
        try (PostgresSession session = new PostgresSession(target(db), "run")) {
            load(session, data("t", "id a", record(1, "x")));
            assertThatThrownBy(() -> load(session, data("t", "id a b", record(2, "bad", 7))))
                    .isInstanceOf(EtlException.class);
            assertThat(db.<String>value(COLUMNS)).isEqualTo("id a");
            assertThat(load(session, WIDER)).containsEntry("t", counts(2, 2, 0, 0, 0));
            assertThat(load(session, WIDER)).containsEntry("t", counts(2, 0, 0, 0, 2));
        }
        assertThat(db.count("t where b = 7")).isOne();
    }

    @ParameterizedTest
    @EnumSource(StagingKind.class)
    void all_kinds_of_staging_follow(StagingKind staging, TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");
        PostgresTargetSpec target =
                new PostgresTargetSpec("p", db.dataSource(), List.of(table("t")), staging, null, null, null, false);
        try (PostgresSession session = new PostgresSession(target.withSchema(adding()), "run")) {
            load(session, data("t", "id a", record(1, "x")));
            load(session, WIDER);
            load(session, data("t", "id b c", record(1, 8, true)));
        }
        assertThat(db.<String>value(COLUMNS)).isEqualTo("id a b c");
        assertThat(db.count("t where id = 1 and a = 'x' and b = 8 and c")).isOne();
    }

    @Test
    void a_column_without_values_is_added_with_its_first(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");
        try (PostgresSession session = new PostgresSession(target(db), "run")) {
            load(session, data("t", "id a b", record(1, "x", null)));
            assertThat(db.<String>value(COLUMNS)).isEqualTo("id a");
            load(session, data("t", "id a b", record(2, "x", "text")));
            load(session, data("t", "id a b", record(1, "x", "late")));
        }
        assertThat(db.count("t where b is not null")).isEqualTo(2);
    }

    @Test
    void values_of_several_kinds_are_no_column(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");

        assertThatThrownBy(() -> load(target(db), data("t", "id b", record(1, 1), record(2, true))))
                .hasMessageContaining("lacks the column \"b\"")
                .hasMessageContaining("[bigint, boolean]");
        assertThatThrownBy(() -> load(target(db), data("t", "id b", record(1, new Object()))))
                .hasMessageContaining("no type is known for a java.lang.Object");
    }

    @Test
    void a_page_with_a_new_column_is_not_staged_ahead_and_what_was_is_staged_again(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, a text)", "insert into t values (9, 'old')");
        List<TargetData> narrow = List.of(data("t", "id a", record(9, "new")));
        List<TargetData> wider = List.of(WIDER);
        try (PostgresSession session = new PostgresSession(target(db), "run")) {
            load(session, data("t", "id a", record(9, "x")));
            session.ahead(wider);
            load(session, wider.get(0));
            session.ahead(narrow);
            assertThat(load(session, narrow.get(0))).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
        assertThat(db.count("t where b = 7")).isOne();
    }

    @Test
    void who_comes_second_finds_the_column_and_adds_none(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, a text)");
        try (Connection first = db.connect();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("alter table t add b bigint");
            CompletableFuture<Map<String, TableCounts>> second =
                    CompletableFuture.supplyAsync(() -> load(target(db), WIDER));
            await().until(() -> db.<Long>value("select count(*) from pg_locks where not granted") > 0);
            first.commit();
            assertThat(second.get()).containsEntry("t", counts(2, 2, 0, 0, 0));
        }
        assertThat(db.<String>value(COLUMNS)).isEqualTo("id a b");
    }

    @Test
    void two_that_create_a_table_at_once_create_one(TestDatabase db) throws Exception {
        PostgresTargetSpec target = into(db, new TableSpec(table("t").table(), List.of("id"), null, null))
                .withSchema(new SchemaSpec(SchemaChanges.FAIL, true, SourceColumns.UNKNOWN));
        List<CompletableFuture<Map<String, TableCounts>>> loads = List.of(1, 2, 3).stream()
                .map(id -> CompletableFuture.supplyAsync(() -> load(target, data("t", "id a", record(id, "x")))))
                .toList();
        for (CompletableFuture<Map<String, TableCounts>> each : loads) {
            assertThat(each.get()).containsEntry("t", counts(1, 1, 0, 0, 0));
        }
        assertThat(db.count("t")).isEqualTo(3);
    }
}
