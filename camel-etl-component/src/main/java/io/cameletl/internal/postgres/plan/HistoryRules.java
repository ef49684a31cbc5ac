package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.internal.postgres.plan.TargetTable.Column;
import java.util.List;

/** What a table must be like for the lines of a history, as far as the catalog has been read. */
final class HistoryRules {
    private HistoryRules() {}

    /** @throws EtlException when it is not, naming what to do */
    static void check(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        String start = "strategy=history of the table " + spec.table();
        if (spec.keyColumns().isEmpty()) {
            throw refused(
                    target,
                    start + " needs keyColumns: what tells rows apart at the source, which lines of one row"
                            + " share. Name them");
        }
        for (String column : List.of(spec.keeping().validFrom(), spec.keeping().validTo())) {
            Column found = table.column(column)
                    .orElseThrow(() -> refused(
                            target,
                            start + " needs a column \"" + column
                                    + "\" for the validity of lines, and the table has only " + table.columnNames()
                                    + ". Add it, of the type of the versionColumn, or name others in validFromColumn and"
                                    + " validToColumn"));
            if (found.generated() || found.alwaysIdentity()) {
                throw refused(
                        target, start + " writes the column \"" + column + "\", and PostgreSQL generates its values");
            }
        }
        if (spec.keeping().validTo().equals(spec.keeping().validFrom())
                || spec.keeping().validTo().equals(spec.versionColumn())
                || spec.keyColumns().contains(spec.keeping().validTo())) {
            throw refused(
                    target,
                    start + " needs a column of its own for validToColumn, and \""
                            + spec.keeping().validTo() + "\" is another's. Name another");
        }
        if (spec.keyColumns().contains(spec.versionColumn())) {
            throw refused(
                    target,
                    start + " has the versionColumn \"" + spec.versionColumn()
                            + "\" among its keyColumns: then each version would be a row of its own. Leave it out of keyColumns");
        }
        if (spec.deletedColumn() != null && spec.keeping().deletes() == Deletes.MARK) {
            throw refused(
                    target,
                    start + " does not go with deletes=mark: a deletion closes the line. Give deletes=delete,"
                            + " or deletes=ignore");
        }
        TableTraits traits = table.traits();
        if (traits.children()
                || traits.rowSecurity()
                || !traits.writeTriggers().isEmpty()
                || !traits.deleteTriggers().isEmpty()) {
            throw refused(
                    target,
                    start + " needs a table where nothing comes between a statement and its rows: no child"
                            + " tables by INHERITS, no row-level security for the user, no triggers BEFORE the write of a row");
        }
    }

    /** @throws EtlException when the records fill what the merge fills */
    static void checkFilled(PostgresTargetSpec target, TableSpec spec, List<Column> filled) {
        for (Column column : filled) {
            boolean own = column.name().equals(spec.keeping().validTo())
                    || (column.name().equals(spec.keeping().validFrom())
                            && !column.name().equals(spec.versionColumn()));
            if (own) {
                throw refused(
                        target,
                        "the records for the table " + spec.table() + " fill the column \"" + column.name()
                                + "\", which strategy=history fills itself. Leave it out of the records, or make it the"
                                + " versionColumn");
            }
        }
    }

    private static EtlException refused(PostgresTargetSpec target, String message) {
        return new EtlException(target.pipeline(), message);
    }
}
