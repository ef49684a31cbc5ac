package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.Strategy;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.TablePlan.Deleting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plans how records go into a table: holds the table's options and the records' columns against what the catalog has. */
public final class TablePlanner {
    /** What PostgreSQL lets a table have. */
    private static final int MAX_COLUMNS = 1_600;

    private final PostgresTargetSpec target;
    private final TableSpec spec;
    private final TargetTable table;

    public TablePlanner(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        this.target = target;
        this.spec = spec;
        this.table = table;
    }

    /**
     * @return how records find their rows; without keys only with a custom commit
     * @throws EtlException when an option names what the table does not have, or the table has what the generated merge
     *     cannot see through
     */
    public MatchRule match() {
        spec.keyColumns().forEach(column -> requireColumn("keyColumns", column));
        if (spec.versionColumn() != null) {
            requireColumn("versionColumn", spec.versionColumn());
        }
        if (target.metadataColumn() != null
                && table.column(target.metadataColumn()).isPresent()) {
            throw refused("the option metadataColumn names a column that staging alone has, but the table "
                    + spec.table() + " has a column \"" + target.metadataColumn() + "\" too. Name another");
        }
        if (target.commit() == null) {
            requirePlain();
        }
        KeepingRules.check(target, spec, table);
        KeyChoice key = new KeyChoice(target, spec, table);
        return new MatchRule(key.columns(), version(), key.isCovered());
    }

    private @Nullable VersionColumn version() {
        String name = spec.versionColumn();
        // Where each version is a row of its own, none is older than its row.
        if (name == null || spec.keeping().strategy() != Strategy.MERGE) {
            return null;
        }
        TargetTable.Order order = table.column(name).orElseThrow().order();
        if (order == null) {
            throw refused("the option versionColumn names \"" + name + "\", but the type of this column in the table "
                    + spec.table() + " has no order, so that no version is older than another. Name another column");
        }
        return new VersionColumn(Identifier.of(name), order.atLeast());
    }

    /** Refuses what would let records vanish without a word. */
    private void requirePlain() {
        TableTraits traits = table.traits();
        if (!traits.rules().isEmpty()) {
            throw refused(
                    "the table " + spec.table() + " has the rules " + traits.rules()
                            + ", which fire once per statement and not for each row. Make triggers of them, drop or disable"
                            + " them (ALTER TABLE ... DISABLE RULE), or write to the table with the option commit or commitSql");
        }
        if (traits.hidesRows() && spec.deletedColumn() != null) {
            throw refused("row-level security may hide rows of the table " + spec.table()
                    + " from the user, so that the deletion of a hidden row could not be told from that of a row which"
                    + " is not there. Give the user BYPASSRLS or a policy FOR ALL with USING (true), or leave out the"
                    + " option deletedColumn");
        }
    }

    /**
     * @param recordColumns the columns that the records fill
     * @param staging the staging table's name, quoted and qualified
     * @throws EtlException when the records lack a column that the options need, or fill one that they must not
     */
    public TablePlan plan(List<String> recordColumns, String staging) {
        MatchRule match = match();
        for (Identifier key : match.keys()) {
            requireFilled("the key", key.name(), recordColumns);
        }
        if (spec.versionColumn() != null) {
            requireFilled("the versionColumn", spec.versionColumn(), recordColumns);
        }
        if (spec.deletedColumn() != null) {
            requireFilled("the deletedColumn", spec.deletedColumn(), recordColumns);
        }
        List<String> unknown = UnknownColumns.of(target, spec, table, recordColumns);
        if (!unknown.isEmpty() && !target.schema().leavesOut()) {
            throw UnknownColumns.refused(target, spec, table, unknown);
        }
        List<TargetTable.Column> columns = recordColumns.stream()
                .filter(column -> table.column(column).isPresent())
                .map(this::writable)
                .toList();
        requireRoom(columns.size());
        List<String> exactKeys = match.keyColumns().stream()
                .filter(KeyColumn::exact)
                .map(key -> key.column().name())
                .toList();
        return new TablePlan(
                table.name().sql(),
                StagingLayout.of(
                        staging,
                        table.columnNames(),
                        target.metadataColumn(),
                        spec.keeping().strategy() == Strategy.HISTORY),
                match,
                columns.stream().map(column -> Identifier.of(column.name())).toList(),
                columns.stream()
                        .filter(column -> !column.alwaysIdentity() && !exactKeys.contains(column.name()))
                        .map(column -> Identifier.of(column.name()))
                        .toList(),
                columns.stream()
                        .filter(TargetTable.Column::alwaysIdentity)
                        .map(column -> Identifier.of(column.name()))
                        .toList(),
                deleting(),
                history(columns));
    }

    private @Nullable HistoryPlan history(List<TargetTable.Column> filled) {
        String version = spec.versionColumn();
        if (spec.keeping().strategy() != Strategy.HISTORY || version == null) {
            return null;
        }
        HistoryRules.checkFilled(target, spec, filled);
        List<KeyColumn> keys = new KeyChoice(target, spec, table).ofRows();
        for (KeyColumn key : keys) {
            if (!key.grouped()) {
                throw refused("strategy=history of the table " + spec.table() + " has the key " + key.column()
                        + ", whose index compares in another way than its type does. Index it by the type's own order");
            }
        }
        return new HistoryPlan(
                keys,
                Identifier.of(version),
                Identifier.of(spec.keeping().validFrom()),
                Identifier.of(spec.keeping().validTo()),
                filled.stream()
                        .map(column -> Identifier.of(column.name()))
                        .filter(column -> !column.name().equals(version)
                                && !column.name().equals(spec.deletedColumn())
                                && keys.stream().noneMatch(key -> key.column().equals(column)))
                        .toList(),
                Objects.requireNonNull(table.column(version).orElseThrow().order()));
    }

    private Deleting deleting() {
        String column = spec.deletedColumn();
        Deletes fate = spec.keeping().deletes();
        return column == null ? Deleting.ROWS : new Deleting(fate, fate == Deletes.MARK ? Identifier.of(column) : null);
    }

    /** @return the columns of an empty staging table, for a custom commit to find */
    public List<String> columnsOfNoRecords() {
        List<String> columns = new ArrayList<>(table.columns().stream()
                .filter(column -> !column.generated())
                .map(TargetTable.Column::name)
                .toList());
        String deleted = spec.deletedColumn();
        if (deleted != null && !columns.contains(deleted)) {
            columns.add(deleted);
        }
        return columns;
    }

    private void requireColumn(String option, String column) {
        if (table.column(column).isEmpty()) {
            throw refused("the option " + option + " names \"" + column + "\", but the table " + spec.table()
                    + " has only the columns " + table.columnNames() + ". Correct the option or the table");
        }
    }

    private TargetTable.Column writable(String name) {
        TargetTable.Column column = table.column(name).orElseThrow();
        if (column.generated()) {
            throw refused("the records for the table " + spec.table() + " fill the column \"" + name
                    + "\", but PostgreSQL generates its values. Leave it out of the records");
        }
        return column;
    }

    private void requireRoom(int filled) {
        int most = MAX_COLUMNS
                - (target.metadataColumn() == null ? 2 : 3)
                - (spec.keeping().strategy() == Strategy.HISTORY ? 1 : 0);
        if (filled > most) {
            throw refused("the records for the table " + spec.table() + " fill " + filled + " columns, and " + most
                    + " is the most: a staging table, of at most " + MAX_COLUMNS
                    + " columns as any other, takes a few for"
                    + " itself. Leave some out of the records, or split the table");
        }
    }

    private void requireFilled(String role, String column, List<String> recordColumns) {
        if (!recordColumns.contains(column)) {
            throw refused("the records for the table " + spec.table() + " have no column \"" + column + "\", which is "
                    + role + ". They have " + recordColumns
                    + ". Add it to the records, or correct the table's options");
        }
    }

    private EtlException refused(String message) {
        return new EtlException(target.pipeline(), message);
    }
}
