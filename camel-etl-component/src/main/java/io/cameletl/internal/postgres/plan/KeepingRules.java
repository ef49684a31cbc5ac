package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.Strategy;
import java.util.Locale;

/** What a table must be like for what it is to keep. */
final class KeepingRules {
    private KeepingRules() {}

    /** @throws EtlException when it is not, naming what to do */
    static void check(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        checkDeletes(target, spec, table);
        Keeping keeping = spec.keeping();
        if (keeping.strategy() == Strategy.MERGE) {
            return;
        }
        String strategy = "strategy=" + keeping.strategy().name().toLowerCase(Locale.ROOT);
        if (spec.versionColumn() == null) {
            throw refused(
                    target,
                    strategy + " of the table " + spec.table()
                            + " needs versionColumn: it tells the versions of a row apart. Name it, or leave out the strategy");
        }
        if (target.commit() != null) {
            throw refused(
                    target,
                    strategy + " of the table " + spec.table()
                            + " does not go with commit or commitSql, which decide over their records themselves. Leave out"
                            + " either");
        }
        if (keeping.strategy() == Strategy.HISTORY) {
            HistoryRules.check(target, spec, table);
        }
        if (keeping.strategy() == Strategy.APPEND
                && spec.deletedColumn() != null
                && keeping.deletes() == Deletes.DELETE) {
            throw refused(
                    target,
                    "strategy=append of the table " + spec.table() + " keeps every version, so that deletedColumn"
                            + " cannot delete. Give deletes=mark, by which a deletion is a version of its own, or deletes=ignore");
        }
    }

    private static void checkDeletes(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        Deletes deletes = spec.keeping().deletes();
        if (deletes != Deletes.DELETE && target.commit() != null) {
            throw refused(
                    target,
                    "the option deletes of the table " + spec.table()
                            + " does not go with commit or commitSql, which decide over their records themselves. Leave out"
                            + " either");
        }
        String column = spec.deletedColumn();
        if (deletes == Deletes.MARK && column != null && table.column(column).isEmpty()) {
            throw refused(
                    target,
                    "deletes=mark writes the deletedColumn \"" + column
                            + "\" into the rows that are gone, but the table " + spec.table() + " has only the columns "
                            + table.columnNames()
                            + ". Add the column to the table, or give deletes=delete or deletes=ignore");
        }
    }

    private static EtlException refused(PostgresTargetSpec target, String message) {
        return new EtlException(target.pipeline(), message);
    }
}
