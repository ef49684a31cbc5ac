package io.cameletl.internal.postgres.pass;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.internal.checksum.ColumnTypes;
import io.cameletl.internal.checksum.KeyOrder;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTable.KeyColumn;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.engine.pass.TargetSide;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The only table of a pipeline, to be compared with its source. Used by one thread. */
public final class PassTarget implements ComparedTarget {
    /** By table and names of columns: their types and modifiers. */
    private static final String TYPES = SqlResource.read(PassTarget.class, "types.sql");

    private final PostgresTargetSpec spec;
    private final PassSession session;
    private @Nullable TablePlan plan;
    private @Nullable MarkedRows marked;
    private boolean deferred;

    public PassTarget(PostgresTargetSpec spec) {
        this.spec = spec;
        this.session = new PassSession(spec);
    }

    @Override
    public ComparedTable describe(List<String> columns, @Nullable String where) {
        if (spec.tables().size() != 1) {
            throw new EtlException(
                    spec.pipeline(),
                    "operation=verify and operation=reconcile compare a query with the one table that it is loaded into, and the option tables"
                            + " names " + spec.tables().size() + ". Compare the tables by other means");
        }
        PassRules rules = new PassRules(spec);
        rules.requireMerge();
        rules.requireLast(spec.tables().get(0));
        return session.ask("look up the table to compare", (connection, settings) -> {
            ServerCheck.target(spec.pipeline()).check(connection);
            return describe(connection, settings, columns, where);
        });
    }

    /** Rows that are marked as gone are none of the source's. */
    private @Nullable String unmarked(TableSpec table, List<ComparedTable.Column> columns, @Nullable String where) {
        if (table.keeping().deletes() != Deletes.MARK) {
            return where;
        }
        ComparedTable.Column mark = columns.stream()
                .filter(column -> column.name().equals(table.deletedColumn()))
                .findFirst()
                .orElseThrow();
        MarkedRows rows = MarkedRows.of(Identifier.of(mark.name()), mark.type());
        marked = rows;
        if (rows != null) {
            return where == null ? rows.unmarked() : rows.unmarked() + " AND (" + where + "\n)";
        }
        if (where == null) {
            throw new EtlException(
                    spec.pipeline(),
                    "a pass would take the rows of the table " + table.table()
                            + " that deletes=mark keeps for surplus: " + mark.name() + " is "
                            + mark.type().name()
                            + ", and only a boolean, a number, a date or a timestamp says of itself whether it is a mark."
                            + " Leave them out by verifyWhere, as in " + mark.name() + " is null");
        }
        return where;
    }

    private ComparedTable describe(Connection connection, String settings, List<String> columns, @Nullable String where)
            throws SQLException {
        TableSpec option = spec.tables().get(0);
        TargetTable found = new Catalog(spec.pipeline(), connection).table(option.table());
        TablePlan planned = new TablePlanner(spec, option, found).plan(columns, "staging");
        plan = planned;
        deferred = found.traits().deferred();
        if (where != null) {
            check(connection, settings, planned, where);
        }
        List<ComparedTable.Column> compared = columns(connection, settings, planned);
        List<String> orders = orders(connection, settings, planned, compared);
        List<KeyColumn> key = new ArrayList<>();
        for (MatchRule.KeyColumn each : planned.match().keyColumns()) {
            ComparedTable.Column column = compared.stream()
                    .filter(one -> one.name().equals(each.column().name()))
                    .findFirst()
                    .orElseThrow();
            key.add(new KeyColumn(column, orders.get(key.size()), each.exact()));
        }
        return new ComparedTable(
                option.name(), compared, key, option.deletedColumn(), unmarked(option, compared, where));
    }

    /** Without parentheses around it: one that ends them would be another condition in each statement. */
    private void check(Connection connection, String settings, TablePlan planned, String where) throws SQLException {
        try {
            Query.of("SELECT CASE WHEN " + where + "\nTHEN true END\nFROM " + planned.target() + " AS t\nLIMIT 0")
                    .all(connection, settings, row -> true);
        } catch (SQLException e) {
            String state = SqlStates.find(e);
            if (state == null || !state.startsWith("42")) {
                throw e;
            }
            throw new EtlException(
                    spec.pipeline(),
                    "verifyWhere is no condition over the columns of the table "
                            + spec.tables().get(0).name() + ": "
                            + ServerErrors.server(e) + ". Write it as in origin = 'crm'",
                    e);
        }
    }

    private static List<ComparedTable.Column> columns(Connection connection, String settings, TablePlan plan)
            throws SQLException {
        List<String> names = plan.columns().stream().map(Identifier::name).toList();
        String[] numbers = Query.of(TYPES, plan.target(), names)
                .all(connection, settings, row -> new String[] {row.getString(1), row.getString(2)})
                .get(0);
        List<ImageType> types = ColumnTypes.of(connection, numbers[0], numbers[1]);
        List<ComparedTable.Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new ComparedTable.Column(names.get(i), types.get(i)));
        }
        return columns;
    }

    private static List<String> orders(
            Connection connection, String settings, TablePlan plan, List<ComparedTable.Column> columns)
            throws SQLException {
        List<Identifier> keys = plan.match().keys();
        return Query.of(keys.stream()
                                .map(key -> KeyOrder.collation("t." + key.sql(), type(columns, key)))
                                .collect(Collectors.joining(", ", "SELECT ", "\n"))
                        + "FROM (VALUES (1)) one (n)\nLEFT JOIN (SELECT t.* FROM " + plan.target()
                        + " AS t LIMIT 0) t ON true")
                .all(connection, settings, row -> {
                    List<String> all = new ArrayList<>();
                    for (int i = 1; i <= keys.size(); i++) {
                        all.add(row.getString(i));
                    }
                    return all;
                })
                .get(0);
    }

    private static ImageType type(List<ComparedTable.Column> columns, Identifier key) {
        return columns.stream()
                .filter(column -> column.name().equals(key.name()))
                .findFirst()
                .orElseThrow()
                .type();
    }

    @Override
    public TargetSide open(ComparedTable table) {
        if (plan == null) {
            throw new IllegalStateException("the table is not described yet");
        }
        return new PassTable(session, new PassLookup(plan, table, marked, deferred));
    }
}
