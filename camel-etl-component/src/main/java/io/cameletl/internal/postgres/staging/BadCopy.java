package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.load.BadRecordFinder;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.values.TypedColumn;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names the record, the column and the value for which the server refused a COPY. */
public final class BadCopy {
    private static final BitSet NONE = new BitSet();

    private final LoadContext context;
    private final CopyIntoStaging copy;
    private final BadRecordFinder finder;

    public BadCopy(LoadContext context, CopyIntoStaging copy) {
        this.context = context;
        this.copy = copy;
        this.finder = new BadRecordFinder(context.connection());
    }

    /**
     * Finds the first bad record. The COPY must have been rolled back.
     *
     * @return the record as an exception that names it; empty when none is refused any more
     */
    public Optional<BadRecordException> find(StagedTable table, SQLException failure) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        int record = finder.find(table.records().size(), before -> copy.copy(table, columns, 0, before, NONE));
        return record < 0 ? Optional.empty() : Optional.of(name(table, record, failure));
    }

    /** Names a record that the server refuses. Leaves the staging table without its NOT NULL on the keys. */
    BadRecordException name(StagedTable table, int record, SQLException failure) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        if (!table.plan().match().keys().isEmpty()) {
            Sql.run(context.connection(), StagingStatements.releaseKeys(table.plan()));
        }
        String column = column(table, columns, record);
        if (column == null) {
            // The columns pass one by one, so the record lacks a key: only the NOT NULL that was taken off refuses it.
            column = ServerErrors.column(failure);
            return table.records().bad(record, column, ServerErrors.reason(failure), failure);
        }
        Object value = table.records().value(record, table.records().columns().indexOf(column));
        return table.records().bad(record, column, ServerErrors.unfit(value, failure), failure);
    }

    private @Nullable String column(StagedTable table, List<TypedColumn> columns, int record) throws SQLException {
        int column = finder.find(
                columns.size(), before -> copy.copy(table, columns.subList(0, before), record, record + 1, NONE));
        return column < 0 ? null : columns.get(column).name();
    }
}
