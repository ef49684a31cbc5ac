package io.cameletl.internal.postgres.staging;

import io.cameletl.StagingHook;
import io.cameletl.StagingHook.StagingInput;
import io.cameletl.StagingKind;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.load.UserStep;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.StagingLayout;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The staging tables of a connection. Each serves page after page, until a page brings other columns. It is emptied and not
 * dropped between pages, since the system catalog would bloat. A temporary one is emptied by the next page, in its first
 * round trip: by DELETE, and by TRUNCATE once there is so much of deleted rows that to read over them costs as much. To
 * have it emptied by each commit would take longer than all else that a small page costs.
 */
public final class StagingTables {
    /** So many bytes of deleted records are read over. */
    private static final long DELETED_BYTES = 4L * 1024 * 1024;

    private final PostgresTargetSpec target;
    private final String runId;
    private final Connection connection;
    private final UnloggedStaging unlogged;
    private final Map<QualifiedName, Made> byTable = new HashMap<>();
    private final List<Made> missing = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int named;
    private boolean kept;

    /** The temporary tables that the last page filled, and those that hold deleted records, too. */
    private final Set<String> filled = new LinkedHashSet<>();

    private final Set<String> used = new LinkedHashSet<>();

    /** How much has been sent to them since they were last truncated. */
    private long bytes;

    public StagingTables(PostgresTargetSpec target, String runId, Connection connection) {
        this.target = target;
        this.runId = runId;
        this.connection = connection;
        this.unlogged = new UnloggedStaging(target.pipeline(), connection);
    }

    /** Drops the staging tables that earlier runs left behind. */
    public void open() throws SQLException {
        if (isUnlogged()) {
            unlogged.dropLeftBehind();
            kept = true;
        }
    }

    /**
     * @param columns the columns that the records fill; null when there are no records, and any staging table of the target
     *     table will do
     * @return how records go through the table's staging table, which {@link #create} makes if it does not exist yet
     */
    public TablePlan plan(TableSpec spec, TargetTable table, @Nullable List<String> columns) {
        Made made = byTable.get(spec.table());
        if (made == null || (columns != null && !columns.equals(made.columns))) {
            TablePlanner planner = new TablePlanner(target, spec, table);
            List<String> filled = columns == null ? planner.columnsOfNoRecords() : columns;
            if (made != null) {
                missing.remove(made);
            }
            made = new Made(spec, filled, planner.plan(filled, name(table)));
            byTable.put(spec.table(), made);
            missing.add(made);
        }
        return made.plan;
    }

    /** Plans anew for the table, which is about to be altered. */
    public void forget(TableSpec spec) {
        Made made = byTable.remove(spec.table());
        if (made != null) {
            missing.remove(made);
        }
    }

    /**
     * What is to be run first in the next page's transaction: it empties the temporary tables. Asked for once a page. When
     * the page fails its connection is given up, and they with it. What a hook has made may have triggers on DELETE.
     */
    public List<String> emptying() {
        if (filled.isEmpty()) {
            return List.of();
        }
        List<String> statements;
        if (bytes < DELETED_BYTES && target.stagingHook() == null) {
            statements = filled.stream().map(table -> "DELETE FROM " + table).toList();
        } else {
            statements = List.of("TRUNCATE " + String.join(", ", used));
            used.clear();
            bytes = 0;
        }
        filled.clear();
        return statements;
    }

    /** @param count how many bytes have been sent to the tables */
    public void sent(int count) {
        bytes += count;
    }

    /**
     * Makes the staging tables that the plans since the last call need, and empties the unlogged ones, in the page's
     * transaction.
     *
     * @param tables those that are filled now
     * @return whether anything was done
     */
    public boolean create(List<StagedTable> tables) throws SQLException {
        boolean busy = isUnlogged() || !missing.isEmpty();
        if (isUnlogged()) {
            for (String name : names) {
                Sql.run(connection, "TRUNCATE " + name);
            }
        }
        for (Made made : missing) {
            String name = made.plan.staging().table();
            names.add(name);
            String create = StagingStatements.create(target.staging(), made.plan);
            if (target.stagingHook() == null) {
                Sql.run(connection, create);
            } else {
                call(target.stagingHook(), made, create);
            }
            if (!made.plan.match().keys().isEmpty()) {
                Sql.run(connection, StagingStatements.requireKeys(made.plan));
            }
            if (isUnlogged()) {
                unlogged.adopt(name);
            }
        }
        missing.clear();
        if (!isUnlogged()) {
            tables.forEach(table -> filled.add(table.plan().staging().table()));
            used.addAll(filled);
        }
        return busy;
    }

    private void call(StagingHook hook, Made made, String create) throws SQLException {
        List<String> columns =
                made.plan.columns().stream().map(Identifier::name).toList();
        String name = made.plan.staging().table();
        StagingInput input = new StagingInput(target.pipeline(), connection, made.spec.name(), name, columns, create);
        UserStep.take(target.pipeline(), "the staging hook", () -> hook.create(input));
    }

    /** @return the statement that makes a plan's staging table, as a temporary one */
    public static String temporary(TablePlan plan) {
        return StagingStatements.create(StagingKind.TEMP, plan);
    }

    /** After a page's commit: drops the staging tables that were kept after a failure. */
    public void loaded() throws SQLException {
        if (kept) {
            unlogged.dropKept();
            kept = false;
        }
    }

    /** After a failed page's rollback: keeps its staging tables when the target wants that. */
    public void failed() throws SQLException {
        if (target.keepFailedStaging()) {
            unlogged.keep(names);
            names.clear();
        }
    }

    /** Drops all staging tables; outside a transaction. */
    public void drop() throws SQLException {
        if (!names.isEmpty()) {
            String drop = "DROP TABLE IF EXISTS " + String.join(", ", names);
            Connections.transaction(connection, same -> {
                Sql.run(same, "SET TRANSACTION READ WRITE", drop);
                return names.size();
            });
        }
        unlogged.release();
    }

    private boolean isUnlogged() {
        return target.staging() == StagingKind.UNLOGGED;
    }

    private String name(TargetTable table) {
        Identifier name = Identifier.of(StagingLayout.name(target.pipeline(), runId, table.name(), named++));
        String schema = isUnlogged() ? table.name().schema() : null;
        return (schema == null ? "pg_temp" : Identifier.of(schema).sql()) + "." + name.sql();
    }

    private record Made(TableSpec spec, List<String> columns, TablePlan plan) {}
}
