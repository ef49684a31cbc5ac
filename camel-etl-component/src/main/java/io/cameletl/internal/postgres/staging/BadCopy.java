package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.BadRecordFinder;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.values.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names the record, the column and the value that a COPY was refused for. */
public final class BadCopy {
    private static final BitSet NONE = new BitSet();

    private final Connection connection;
    private final CopyIntoStaging copy;
    private final BadRecordFinder finder;

    public BadCopy(Connection connection, CopyIntoStaging copy) {
        this.connection = connection;
        this.copy = copy;
        this.finder = new BadRecordFinder(connection);
    }

    /**
     * To be called with the COPY rolled back.
     *
     * @return the first bad record; empty when none is refused any more
     */
    public Optional<BadRecordException> find(StagedTable table, SQLException failure) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        int record = finder.find(table.records().size(), before -> copy.copy(table, columns, 0, before, NONE));
        return record < 0 ? Optional.empty() : Optional.of(name(table, record, failure));
    }

    /** Names a record that is known to be refused; leaves staging without the rule that keys are not NULL. */
    BadRecordException name(StagedTable table, int record, SQLException failure) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        if (!table.plan().match().keys().isEmpty()) {
            Sql.run(connection, CreateStaging.releaseKeys(table.plan()));
        }
        String column = column(table, columns, record);
        if (column == null) {
            // Only a NULL in the key is let in by the single columns.
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
