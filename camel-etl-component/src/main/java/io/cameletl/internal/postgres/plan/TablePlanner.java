package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Lays out how records with certain columns go into a table, or says why they cannot. */
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
     * @param recordColumns the columns that the records fill
     * @param staging the staging table's name, quoted and qualified
     * @throws EtlException when the records lack a column that decides over them, or fill one that they cannot
     */
    public TablePlan plan(List<String> recordColumns, String staging) {
        MatchRule match = new TableRules(target, spec, table).match();
        for (Identifier key : match.keys()) {
            requireFilled("the key", key.name(), recordColumns);
        }
        if (spec.versionColumn() != null) {
            requireFilled("the versionColumn", spec.versionColumn(), recordColumns);
        }
        if (spec.deletedColumn() != null) {
            requireFilled("the deletedColumn", spec.deletedColumn(), recordColumns);
        }
        List<TargetColumn> columns =
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
                columns.stream().anyMatch(TargetColumn::alwaysIdentity));
    }

    /** @return the columns of an empty staging table, for a custom commit to find */
    public List<String> columnsOfNoRecords() {
        List<String> columns = new ArrayList<>(table.columns().stream()
                .filter(column -> !column.generated())
                .map(TargetColumn::name)
                .toList());
        String deleted = spec.deletedColumn();
        if (deleted != null && !columns.contains(deleted)) {
            columns.add(deleted);
        }
        return columns;
    }

    private boolean belongs(String column) {
        return table.column(column).isPresent()
                || (!column.equals(spec.deletedColumn()) && !column.equals(target.metadataColumn()));
    }

    private TargetColumn writable(String name) {
        TargetColumn column = table.column(name).orElseThrow(() -> unknown(name));
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
}
