package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.TablePlan.MatchRule;
import io.cameletl.internal.postgres.plan.TargetTable.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans how records go into a table: holds the table's options and the records' columns against what the catalog has. */
public final class TablePlanner {
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
     * @throws EtlException when an option names what the table does not have
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
        Optional<UniqueKey> key = key();
        List<String> columns = key.map(UniqueKey::columns).orElse(spec.keyColumns());
        return new MatchRule(
                columns.stream().map(Identifier::of).toList(),
                identifier(spec.versionColumn()),
                key.map(UniqueKey::immediate).orElse(false));
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
        List<TargetTable.Column> columns =
                recordColumns.stream().filter(this::belongs).map(this::writable).toList();
        List<String> keys = match.keys().stream().map(Identifier::name).toList();
        return new TablePlan(
                table.name().sql(),
                StagingLayout.of(staging, table.columnNames(), target.metadataColumn()),
                match,
                columns.stream().map(column -> Identifier.of(column.name())).toList(),
                columns.stream()
                        .filter(column -> !column.alwaysIdentity() && !keys.contains(column.name()))
                        .map(column -> Identifier.of(column.name()))
                        .toList(),
                columns.stream().anyMatch(TargetTable.Column::alwaysIdentity));
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

    private Optional<UniqueKey> key() {
        Optional<UniqueKey> key = spec.keyColumns().isEmpty()
                ? table.uniqueKeys().stream().filter(UniqueKey::primary).findFirst()
                : table.uniqueKeys().stream()
                        .filter(unique -> new HashSet<>(unique.columns()).equals(new HashSet<>(spec.keyColumns())))
                        .findFirst();
        if (key.isEmpty() && target.commit() == null) {
            throw refused(
                    spec.keyColumns().isEmpty()
                            ? "the table " + spec.table()
                                    + " has no primary key, so that its rows cannot be told apart. Add one, or name"
                                    + " the columns of a unique index in the option keyColumns"
                            : "the table " + spec.table() + " has no unique index over exactly the keyColumns "
                                    + spec.keyColumns() + " (one that is neither partial nor on expressions); it has "
                                    + table.uniqueKeys().stream()
                                            .map(UniqueKey::columns)
                                            .toList()
                                    + ". Create one, or name other keyColumns");
        }
        return key;
    }

    private void requireColumn(String option, String column) {
        if (table.column(column).isEmpty()) {
            throw refused("the option " + option + " names \"" + column + "\", but the table " + spec.table()
                    + " has only the columns " + table.columnNames() + ". Correct the option or the table");
        }
    }

    private boolean belongs(String column) {
        return table.column(column).isPresent()
                || (!column.equals(spec.deletedColumn()) && !column.equals(target.metadataColumn()));
    }

    private TargetTable.Column writable(String name) {
        TargetTable.Column column = table.column(name).orElseThrow(() -> unknown(name));
        if (column.generated()) {
            throw refused("the records for the table " + spec.table() + " fill the column \"" + name
                    + "\", but PostgreSQL generates its values. Leave it out of the records");
        }
        return column;
    }

    private EtlException unknown(String name) {
        String meant = table.columnNames().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(column -> " Did you mean \"" + column + "\"?")
                .orElse("");
        return refused("the records for the table " + spec.table() + " have a column \"" + name
                + "\" that the table does not have." + meant + " It has " + table.columnNames()
                + ". Leave the column out of the records, or add it to the table");
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

    private static @Nullable Identifier identifier(@Nullable String name) {
        return name == null ? null : Identifier.of(name);
    }
}
