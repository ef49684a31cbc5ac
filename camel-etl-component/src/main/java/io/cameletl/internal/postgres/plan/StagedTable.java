package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.postgres.copy.CopyEncoder;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table's records of a page, on their way through staging.
 *
 * @param name the table's name as the page gave it
 * @param deletedColumn says of a record that its row is gone; null for none
 * @param table the table as the catalogue has it
 * @param plan how the records go into it
 * @param records the records
 * @param deletions how many of them say that their row is gone
 */
public record StagedTable(
        String name,
        @Nullable String deletedColumn,
        TargetTable table,
        TablePlan plan,
        Records records,
        int deletions) {
    public static StagedTable of(PageTables page, TargetTable table, TablePlan plan, Records records) {
        String deleted = page.spec().deletedColumn();
        int deletions = new CopyEncoder(records, deleted, List.of()).countDeleted();
        return new StagedTable(page.name(), deleted, table, plan, records, deletions);
    }

    public CopyEncoder encoder(List<TypedColumn> columns) {
        return new CopyEncoder(records, deletedColumn, columns);
    }

    /** @return the columns that staging takes from the records, in the records' order */
    public List<TypedColumn> copyColumns() {
        return records.columns().stream()
                .flatMap(column -> plan.copied(column, table).stream())
                .toList();
    }

    /** @throws EtlException when a new row would need a column that the records do not fill */
    public void requireFilled(String pipeline) {
        List<String> unfilled = unfilled();
        if (!unfilled.isEmpty()) {
            throw new EtlException(
                    pipeline,
                    "the records for the table " + name + " do not fill " + unfilled
                            + ", and a new row cannot be without: NOT NULL and no default. Add the columns to the"
                            + " records, or give them defaults");
        }
    }

    /** @return the columns that a new row would need but these records do not fill */
    private List<String> unfilled() {
        return table.columns().stream()
                .filter(column -> column.filling() == TargetColumn.Filling.BY_RECORDS)
                .map(TargetColumn::name)
                .filter(column -> !records.columns().contains(column))
                .toList();
    }
}
