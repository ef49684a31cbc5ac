package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.internal.values.WireTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One table's records of a page, on their way through staging.
 *
 * @param name the table's name as the page gave it
 * @param table the table as the catalog has it
 * @param plan how the records go into it
 * @param records the records
 * @param deleted says which of them delete their rows
 * @param deletions how many of them do
 */
public record StagedTable(
        String name, TargetTable table, TablePlan plan, Records records, DeletedFlag deleted, int deletions) {
    public static StagedTable of(PageTables page, TargetTable table, TablePlan plan, Records records) {
        DeletedFlag deleted = new DeletedFlag(records, page.spec().flagColumn());
        // A deletion is a point of a history as any other record is, and merged with the others.
        int deletions = plan.history() == null ? deleted.count() : 0;
        return new StagedTable(page.name(), table, plan, records, deleted, deletions);
    }

    /** @return the columns that staging takes from the records, in the records' order */
    public List<TypedColumn> copyColumns() {
        return records.columns().stream()
                .flatMap(column -> plan.copied(column, table).stream())
                .toList();
    }

    /**
     * @return the types of the records' columns, where they go in binary; none when one does not, or when records must be
     *     told apart by what they say
     */
    public WireTypes wireTypes() {
        Map<String, String> types = new HashMap<>();
        for (String name : records.columns()) {
            String wire = table.column(name).map(TargetTable.Column::wire).orElse(null);
            if (wire == null || deleted.isColumn(name)) {
                return WireTypes.NONE;
            }
            types.put(name, wire);
        }
        return plan.history() == null ? new WireTypes(types) : WireTypes.NONE;
    }

    /** @throws EtlException when a new row would need a column that the records do not fill */
    public void requireFilled(String pipeline) {
        table.requireFilled(pipeline, name, filled());
    }

    /** @return whether the records fill every column that a new row cannot be without */
    public boolean isFilled() {
        return table.unfilled(filled()).isEmpty();
    }

    /** A history's validity is filled by the merge. */
    private List<String> filled() {
        return plan.filled(records.columns());
    }
}
