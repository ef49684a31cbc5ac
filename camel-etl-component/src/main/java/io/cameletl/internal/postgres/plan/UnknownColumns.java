package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;

/** Columns of records that the table does not have. */
final class UnknownColumns {
    private UnknownColumns() {}

    /**
     * Refuses all of them at once, so that they can be left out in one go.
     *
     * @param name as the user writes it
     * @param filled the columns that are meant for the table
     * @throws EtlException naming those that the table does not have
     */
    static void refuse(String pipeline, QualifiedName name, TargetTable table, List<String> filled) {
        List<String> unknown =
                filled.stream().filter(column -> table.column(column).isEmpty()).toList();
        if (unknown.isEmpty()) {
            return;
        }
        boolean one = unknown.size() == 1;
        throw new EtlException(
                pipeline,
                "the records for the table " + name + " have "
                        + (one ? "a column \"" + unknown.get(0) + "\"" : "columns " + unknown)
                        + " that the table does not have." + meant(table, unknown) + " It has " + table.columnNames()
                        + ". Leave " + (one ? "the column" : "them")
                        + " out of the records (where no transform makes them: omitColumns="
                        + String.join(",", unknown) + "), or add " + (one ? "it" : "them") + " to the table");
    }

    private static String meant(TargetTable table, List<String> unknown) {
        return unknown.size() > 1
                ? ""
                : table.columnNames().stream()
                        .filter(unknown.get(0)::equalsIgnoreCase)
                        .findFirst()
                        .map(column -> " Did you mean \"" + column + "\"?")
                        .orElse("");
    }
}
