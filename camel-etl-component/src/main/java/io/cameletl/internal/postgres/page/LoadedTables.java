package io.cameletl.internal.postgres.page;

import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.merge.MergeTexts;
import io.cameletl.internal.postgres.merge.PlannerSettings;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.schema.SchemaWatch;
import io.cameletl.internal.postgres.staging.StagingTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The tables that pages of a pipeline were loaded into by this process, and the statements that did it. Thread-safe. */
public final class LoadedTables {
    /** The staging table of a page is only its session's. For the plan an empty one is made. */
    private static final String EMPTY = "pg_temp.etl_explained";

    private final PostgresTargetSpec target;
    private final SchemaWatch schema = new SchemaWatch();
    private final Map<String, MergeTexts> merges = new ConcurrentSkipListMap<>();

    public LoadedTables(PostgresTargetSpec target) {
        this.target = target;
    }

    /** @return what is to be told of the tables */
    public SchemaWatch schema() {
        return schema;
    }

    void see(List<StagedTable> tables, Connection connection) throws SQLException {
        for (StagedTable table : tables) {
            merges.put(table.name(), MergeTexts.of(table, connection));
        }
    }

    /** @return the statements of the generated merge; none before the first page, nor where something else merges */
    public List<ShownStatement> statements() {
        List<ShownStatement> shown = new ArrayList<>();
        if (target.commit() == null) {
            merges.forEach((table, merge) -> merge.texts().forEach((what, sql) -> {
                shown.add(new ShownStatement(table + ": " + what, sql, () -> plan(merge.withStaging(EMPTY), what)));
            }));
        }
        return shown;
    }

    private String plan(MergeTexts merge, String what) throws SQLException {
        return new Connections(target.dataSource())
                .during("explain a merge")
                .transaction(connection -> explained(connection, merge, what));
    }

    private static String explained(Connection connection, MergeTexts merge, String what) throws SQLException {
        List<String> statements = new ArrayList<>(List.of(
                "SET TRANSACTION READ WRITE",
                "SET LOCAL lock_timeout TO '5s'",
                "SET LOCAL statement_timeout TO '10s'",
                StagingTables.temporary(merge.plan())));
        statements.addAll(PlannerSettings.STATEMENTS);
        Sql.run(connection, statements.toArray(String[]::new));
        String explained = Sql.lines(connection, "EXPLAIN " + merge.texts().get(what));
        Sql.run(connection, "DROP TABLE " + EMPTY);
        return explained;
    }
}
