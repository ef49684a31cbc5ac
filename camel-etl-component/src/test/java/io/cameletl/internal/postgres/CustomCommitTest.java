package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.checkStart;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.SqlCommit;
import io.cameletl.internal.postgres.page.TransactionStep.Kept;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@WithPostgres
class CustomCommitTest {
    private static final String MERGE = "insert into t select id, a from ${staging.t} where not etl_deleted";

    @Test
    void a_function_commits_what_is_staged_with_the_page(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "create table log (what text)");

        assertThat(load(
                        spec(
                                db,
                                null,
                                input -> {
                                    try (Statement statement =
                                            input.connection().createStatement()) {
                                        statement.execute("insert into t select id, a from " + input.stagingTable("t"));
                                        statement.execute("insert into log values ('" + input.pipeline() + "')");
                                    }
                                },
                                table("t")),
                        data("t", "id a", record(1, "first"), record(1, "last"))))
                .isEqualTo(Map.of("t", TableCounts.onlyStaged(2)));

        assertThat(db.query("select * from t")).containsExactly(Map.of("id", 1, "a", "last"));
        assertThat(db.count("log")).isOne();
    }

    @Test
    void sql_of_several_statements_reads_staging_and_its_metadata(TestDatabase db) {
        db.execute("create table t (id int, a text)", "create table seen (meta jsonb)");
        SqlCommit commit = new SqlCommit(
                "commit.sql", MERGE + "; -- a semicolon; in a comment\ninsert into seen select meta from ${staging.t}");

        load(
                spec(db, "meta", commit, table("t")),
                data("t", "id a meta", record(1, "x", Map.of("k", 1)), record(1, "no key, no deduplication", null)));

        assertThat(db.count("t")).isEqualTo(2);
        assertThat(db.query("select meta->>'k' as k from seen where meta is not null"))
                .containsExactly(Map.of("k", "1"));
    }

    @Test
    void declared_tables_have_staging_without_records_too(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, twice int generated always as (id * 2) stored)");
        db.execute("create table u (id int primary key)");

        load(spec(db, null, new SqlCommit("commit.sql", MERGE), table("u"), table("t")), data("u", "id", record(1)));

        assertThat(db.count("t")).isZero();
    }

    @Test
    void sql_that_names_an_unknown_table_is_refused(TestDatabase db) {
        db.execute("create table u (id int primary key)");

        assertThatThrownBy(() -> load(
                        spec(db, null, new SqlCommit("commit.sql", MERGE), table("u")), data("u", "id", record(1))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("commit.sql refers to ${staging.t}");
    }

    @Test
    void a_failing_commit_leaves_nothing(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");
        CommitFunction failing = input -> {
            new SqlCommit("commit.sql", MERGE).commit(input);
            throw new IOException("disk full");
        };

        assertThatThrownBy(() -> load(spec(db, null, failing, table("t")), data("t", "id a", record(1, "x"))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("disk full")
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(db.count("t")).isZero();
    }

    @Test
    void a_commit_that_ends_the_transaction_is_caught_before_the_step(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, a text)");
        boolean[] stepped = {false};
        PostgresTargetSpec spec = spec(db, null, new SqlCommit("commit.sql", MERGE + "; commit"), table("t"));
        try (PostgresSession session = new PostgresSession(spec, "run")) {
            assertThatThrownBy(() -> session.load(PageOrder.of(
                            List.of(data("t", "id a", record(1, "x"))),
                            (connection, leftOut, counts) -> {
                                stepped[0] = true;
                                return new Kept(leftOut, 0);
                            },
                            false)))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("ended the page's transaction");
        }
        assertThat(stepped[0]).isFalse();
    }

    @Test
    void options_without_effect_are_refused(TestDatabase db) {
        db.execute("create table t (id int primary key, meta jsonb)");

        assertThatThrownBy(() -> new PostgresTargetSpec(
                        "p", db.dataSource(), List.of(), StagingKind.TEMP, null, null, "meta", false))
                .hasMessageContaining("metadataColumn needs commit");
        assertThatThrownBy(() -> checkStart(spec(db, "meta", input -> {}, table("t"))))
                .hasMessageContaining("has a column \"meta\" too");
    }

    private static PostgresTargetSpec spec(
            TestDatabase db, @Nullable String metadata, CommitFunction commit, TableSpec... tables) {
        return new PostgresTargetSpec(
                "p", db.dataSource(), List.of(tables), StagingKind.TEMP, null, commit, metadata, false);
    }
}
