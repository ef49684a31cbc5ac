package io.cameletl.internal.postgres;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.history.HistoryCheck;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.schema.SchemaCheck;
import io.cameletl.internal.postgres.schema.SchemaWatch;
import io.cameletl.internal.server.OpenSchemas;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the declared tables against the options, before the first page: that they are there, have the columns that options
 * and records name, and may be written. Nothing is written, but a
 * missing table may be created.
 */
final class TargetCheck {
    private static final Log LOG = Log.of(TargetCheck.class);

    /** By table: the user, and what it may do. */
    private static final String RIGHTS = SqlResource.read(TargetCheck.class, "rights.sql");

    private final PostgresTargetSpec spec;
    private final @Nullable List<String> columns;
    private final SchemaCheck schema;

    /**
     * @param columns the columns of the records for the only table; null where they are not known
     * @param watch hears what is to be told of the tables
     */
    TargetCheck(PostgresTargetSpec spec, @Nullable List<String> columns, SchemaWatch watch) {
        this.spec = spec;
        this.columns = columns;
        this.schema = new SchemaCheck(spec, columns, watch);
    }

    /**
     * @return the tables' names in the catalog
     * @throws EtlException naming what is missing and what to do; also when the database cannot be asked
     */
    List<String> check() {
        try {
            return new Connections(spec.dataSource()).during("check the target").call(connection -> {
                ServerCheck.target(spec.pipeline()).check(connection);
                Catalog catalog = new Catalog(spec.pipeline(), connection);
                List<String> tables = new ArrayList<>();
                for (TableSpec table : spec.tables()) {
                    Optional<TargetTable> found = schema.table(connection, catalog, table);
                    if (found.isPresent()) {
                        check(connection, table, found.get());
                        tables.add(found.get().name().sql());
                    } else {
                        tables.add(schema.name(connection, catalog, table).sql());
                    }
                }
                OpenSchemas.warnings(connection, "dataSource")
                        .forEach(warning -> LOG.warn(spec.pipeline(), "pipeline \"{}\": {}", spec.pipeline(), warning));
                return tables;
            });
        } catch (SQLException e) {
            throw new EtlException(
                    spec.pipeline(),
                    "the target tables could not be checked: " + ServerErrors.server(e) + ". " + ServerErrors.advice(e),
                    e);
        }
    }

    private void check(Connection connection, TableSpec table, TargetTable found) throws SQLException {
        TablePlanner planner = new TablePlanner(spec, table, found);
        boolean updates = true;
        if (columns == null) {
            planner.match();
        } else {
            TablePlan plan = planner.plan(columns, "staging");
            updates = !plan.updatable().isEmpty()
                    || plan.history() != null
                    || plan.deleting().mark() != null;
            if (spec.commit() == null) {
                found.requireFilled(spec.pipeline(), table.name(), plan.filled(columns));
            }
        }
        HistoryCheck.check(spec.pipeline(), connection, table, found);
        checkRights(connection, table, found, updates);
        schema.look(connection, table, found);
    }

    private void checkRights(Connection connection, TableSpec table, TargetTable found, boolean updates)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RIGHTS)) {
            statement.setString(1, found.name().sql());
            try (ResultSet may = statement.executeQuery()) {
                may.next();
                List<String> lacking = lacking(may, table, found, updates);
                if (!lacking.isEmpty()) {
                    throw new EtlException(
                            spec.pipeline(),
                            "the user \"" + may.getString("reader") + "\" of dataSource may not load the table "
                                    + table.table() + ": it lacks " + String.join(", ", lacking)
                                    + ". Grant it, or name another user");
                }
            }
        }
    }

    /** A custom commit needs what it does itself; that is known to its author. */
    private List<String> lacking(ResultSet may, TableSpec table, TargetTable found, boolean updates)
            throws SQLException {
        List<String> lacking = new ArrayList<>();
        boolean merges = spec.commit() == null;
        need(may, true, "SELECT", lacking);
        need(may, merges, "INSERT", lacking);
        need(may, merges && updates, "UPDATE", lacking);
        boolean deletes = table.deletedColumn() != null && table.keeping().deletes() == Deletes.DELETE;
        need(may, merges && deletes, "DELETE", lacking);
        boolean stages = spec.stagingHook() == null;
        if (stages && spec.staging() == StagingKind.TEMP && !may.getBoolean("temporary")) {
            lacking.add("TEMPORARY on the database, for the staging tables");
        }
        if (stages && spec.staging() == StagingKind.UNLOGGED && !may.getBoolean("creates")) {
            lacking.add("CREATE on the schema \"" + found.name().schema() + "\", for the staging tables");
        }
        return lacking;
    }

    private static void need(ResultSet may, boolean needed, String right, List<String> lacking) throws SQLException {
        if (needed && !may.getBoolean(right)) {
            lacking.add(right);
        }
    }
}
