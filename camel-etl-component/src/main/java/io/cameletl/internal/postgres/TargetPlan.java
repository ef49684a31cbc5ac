package io.cameletl.internal.postgres;

import io.cameletl.EtlException;
import io.cameletl.PipelinePlan;
import io.cameletl.Rows;
import io.cameletl.SchemaChanges;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.merge.MergeTexts;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.plan.UnknownColumns;
import io.cameletl.internal.postgres.schema.NewTable;
import io.cameletl.internal.postgres.schema.SchemaWatch;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would be done to the declared tables. Nothing is written. */
final class TargetPlan {
    private final PostgresTargetSpec spec;
    private final @Nullable List<String> columns;
    private final List<String> creates = new ArrayList<>();
    private final List<String> alters = new ArrayList<>();
    private final Map<String, String> runs = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** @param columns the columns of the records for the only table; null where they are not known */
    TargetPlan(PostgresTargetSpec spec, @Nullable List<String> columns) {
        this.spec = spec;
        this.columns = columns;
    }

    PipelinePlan make() {
        try {
            new Connections(spec.dataSource()).during("plan the target").call(connection -> {
                Catalog catalog = new Catalog(spec.pipeline(), connection);
                for (TableSpec table : spec.tables()) {
                    look(connection, catalog, table);
                }
                return true;
            });
        } catch (SQLException e) {
            throw new EtlException(
                    spec.pipeline(),
                    "the target tables could not be looked at: " + ServerErrors.server(e) + ". "
                            + ServerErrors.advice(e),
                    e);
        }
        return new PipelinePlan(spec.pipeline(), creates, alters, runs, notes);
    }

    private void look(Connection connection, Catalog catalog, TableSpec table) throws SQLException {
        try {
            Optional<TargetTable> found = catalog.find(table.table());
            if (found.isPresent()) {
                present(connection, table, found.get());
            } else {
                missing(connection, catalog, table);
            }
        } catch (EtlException e) {
            notes.add(e.getMessage());
        }
    }

    private void missing(Connection connection, Catalog catalog, TableSpec table) throws SQLException {
        if (!spec.schema().createsTables()) {
            catalog.table(table.table());
        } else if (columns != null && spec.schema().told() != null) {
            Records none = Records.of(spec.pipeline(), table.name(), List.of(), new Rows(columns, List.of()));
            creates.add(new NewTable(spec, connection, catalog).statement(table, none));
        } else {
            notes.add(
                    "the table " + table.table() + " is not there. It is created with the first page, for its values");
        }
    }

    private void present(Connection connection, TableSpec table, TargetTable found) throws SQLException {
        for (SchemaNews news : new SchemaWatch().look(spec, connection, found)) {
            notes.add("the source's column " + news.columns() + " is of a wider type than the column of " + news.table()
                    + ", which refuses what does not fit. Run by hand: " + news.statement());
        }
        if (columns == null) {
            new TablePlanner(spec, table, found).match();
            notes.add("which columns the records for the table " + table.table()
                    + " have is known with the first page; so are the statements that load them");
            return;
        }
        List<String> unknown = UnknownColumns.of(spec, table, found, columns);
        if (!unknown.isEmpty() && spec.schema().changes() != SchemaChanges.FAIL) {
            String statement = UnknownColumns.statement(spec.schema().told(), found, unknown);
            if (spec.schema().changes() == SchemaChanges.ADD_COLUMNS) {
                alters.add(statement);
                return;
            }
            notes.add("the columns " + unknown + " are not loaded. To have them loaded: " + statement);
        }
        TablePlan plan = new TablePlanner(spec, table, found).plan(columns, "pg_temp.etl_staging");
        if (spec.commit() == null) {
            MergeTexts.of(plan, found, connection)
                    .texts()
                    .forEach((what, statement) -> runs.put(table.name() + ": " + what, statement));
        }
    }
}
