package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.OneConnection;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The merge looks its rows up by the unique index: its cost follows the page, whatever the planner knows of the table. */
@WithPostgres
class MergePlanTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 5_000, 300_000})
    void a_page_costs_as_much_in_a_large_table_as_in_a_small_one(int rows, TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "alter table t set (autovacuum_enabled = off)",
                "insert into t select i, 'old' from generate_series(1, " + rows + ") i");
        assertMergedByIndex(db);
        db.execute("analyze t");
        assertMergedByIndex(db);
    }

    @Test
    void a_partitioned_table_is_looked_up_by_index_too(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text) partition by hash (id)",
                "create table t0 partition of t for values with (modulus 2, remainder 0)",
                "create table t1 partition of t for values with (modulus 2, remainder 1)",
                "insert into t select i, 'old' from generate_series(1, 50000) i",
                "analyze t");
        assertMergedByIndex(db);
    }

    /** Merges 10,000 records, a mix of new, changed and gone, and looks at the plan of each statement. */
    private static void assertMergedByIndex(TestDatabase db) {
        List<String> plans = new ArrayList<>();
        try (Connection connection = db.connect()) {
            DataSource explaining = OneConnection.pool(connection);
            TransactionStep explain = (transaction, leftOut, counts) -> {
                try (Statement statement = transaction.createStatement()) {
                    for (String sql : statements(db, transaction)) {
                        plans.add(plan(statement, sql));
                    }
                }
                return new TransactionStep.Kept(leftOut, 0);
            };
            try (PostgresSession session = new PostgresSession(into(explaining, deletable("t")), "run")) {
                session.load(PageOrder.of(
                        List.of(many("t", "id a gone", 0, 10_000, i -> record(i * 7, "new", i % 3 == 0 ? true : null))),
                        explain,
                        false));
            }
        } catch (SQLException | CommitUnknownException e) {
            throw new AssertionError(e);
        }
        assertThat(plans).hasSize(7).allSatisfy(plan -> assertThat(plan)
                .contains("Nested Loop", "Index")
                .doesNotContainPattern("Seq Scan on t\\b")
                .doesNotContain("Hash Join", "Merge Join", "Materialize"));
    }

    /** The merge's statements for the staging table at hand, as the session's own transaction sees it. */
    private static List<String> statements(TestDatabase db, Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement();
                ResultSet row = statement.executeQuery(
                        "select 'pg_temp.' || quote_ident(relname) from pg_class where relname like 'etl%'")) {
            row.next();
            Catalog catalog = new Catalog("p", transaction);
            TableSpec spec = deletable("t");
            TablePlan plan = new TablePlanner(into(db, spec), spec, catalog.table(spec.table()))
                    .plan(List.of("id", "a", "gone"), row.getString(1));
            return List.of(
                    Upsert.of(transaction).sql(plan),
                    Upsert.CLASSIFY.sql(plan),
                    MergeStatement.INSERT.sql(plan, RecordRange.ALL),
                    MergeStatement.UPDATE.sql(plan, RecordRange.ALL),
                    MergeStatement.DELETE.sql(plan, RecordRange.ALL),
                    Witness.upserts(plan, RecordRange.ALL),
                    Witness.deletes(plan, RecordRange.ALL));
        }
    }

    private static String plan(Statement statement, String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet line = statement.executeQuery("explain " + sql)) {
            while (line.next()) {
                plan.append(line.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
