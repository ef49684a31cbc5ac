package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.engine.spec.SourceColumns.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of records that the table does not have. */
public final class UnknownColumns {
    private UnknownColumns() {}

    /**
     * @param table the table; null when there is none yet
     * @param recordColumns the columns that the records fill
     * @return those that are meant for the table and that it does not have
     */
    public static List<String> of(
            PostgresTargetSpec target, TableSpec spec, @Nullable TargetTable table, List<String> recordColumns) {
        return recordColumns.stream()
                .filter(column -> table == null || table.column(column).isEmpty())
                // A new table gets the column in which rows are to be marked.
                .filter(column -> !column.equals(spec.deletedColumn())
                        || (table == null && spec.keeping().deletes() == Deletes.MARK))
                .filter(column -> !column.equals(target.metadataColumn()))
                .toList();
    }

    /**
     * Refuses all of them at once, so that they can be left out in one go.
     *
     * @param spec the table as the user writes it
     * @param unknown not empty
     * @return an exception that names them, and says what to run
     */
    static EtlException refused(PostgresTargetSpec target, TableSpec spec, TargetTable table, List<String> unknown) {
        boolean one = unknown.size() == 1;
        return new EtlException(
                target.pipeline(),
                "the records for the table " + spec.table() + " have "
                        + (one ? "a column \"" + unknown.get(0) + "\"" : "columns " + unknown)
                        + " that the table does not have." + meant(table, unknown) + " It has " + table.columnNames()
                        + ". Leave " + (one ? "the column" : "them")
                        + " out of the records (where no transform makes them: omitColumns="
                        + String.join(",", unknown) + "), or add " + (one ? "it" : "them") + " to the table: "
                        + statement(target.schema().told(), table, unknown)
                        + "; or let it be done, by schemaChanges=addColumns");
    }

    /**
     * @param shape the source's columns; null where they are not known
     * @return the statement that adds the columns; with a word in place of a type that is not known
     */
    public static String statement(@Nullable Shape shape, TargetTable table, List<String> columns) {
        return Ddl.addColumns(
                table.name(),
                columns.stream()
                        .map(column -> new Column(column, type(shape, column), false))
                        .toList());
    }

    private static String type(@Nullable Shape shape, String column) {
        return shape == null ? "<type>" : shape.column(column).map(Column::type).orElse("<type>");
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
