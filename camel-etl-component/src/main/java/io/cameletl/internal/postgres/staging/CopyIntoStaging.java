package io.cameletl.internal.postgres.staging;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.values.TypedColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/** Copies records into a staging table. */
public final class CopyIntoStaging {
    private final LoadContext context;
    private final CopyStream stream;

    /** @param sent hears how many bytes have been sent */
    public CopyIntoStaging(LoadContext context, IntConsumer sent) {
        this.context = context;
        this.stream = new CopyStream(context, sent);
    }

    public void copyAll(StagedTable table) throws SQLException {
        copy(table, table.copyColumns(), 0, table.records().size(), new BitSet());
    }

    /** Copies the key of one record, and nothing else of it. */
    public void copyKey(StagedTable table, int record) throws SQLException {
        List<Identifier> keys = table.plan().match().keys();
        List<TypedColumn> columns = table.copyColumns().stream()
                .filter(column -> keys.contains(Identifier.of(column.name())))
                .toList();
        copy(table, columns, record, record + 1, new BitSet());
    }

    /**
     * Copies some records of a table.
     *
     * @param columns the columns to copy of each record
     * @param from the first record
     * @param to the record to stop before
     * @param leftOut the records in between to leave out
     */
    void copy(StagedTable table, List<TypedColumn> columns, int from, int to, BitSet leftOut) throws SQLException {
        RowEncoder encoder =
                BinaryEncoder.isOf(table) ? BinaryEncoder.of(table, columns) : CopyEncoder.of(context, table, columns);
        String statement = StagingStatements.copy(table.plan(), names(table.plan(), columns), encoder);
        long copied = stream.send(statement, encoder, from, to, leftOut);
        int sent = to - from - leftOut.get(from, to).cardinality();
        if (copied != sent) {
            throw new EtlException(
                    context.pipeline(),
                    "the staging table " + table.plan().staging().table() + " took " + copied + " of " + sent
                            + " records. See what the stagingHook puts on it: it must let every record in");
        }
    }

    private static List<Identifier> names(TablePlan plan, List<TypedColumn> columns) {
        List<Identifier> names = new ArrayList<>(columns.size() + 2);
        names.add(plan.staging().position());
        names.add(plan.staging().deleted());
        columns.forEach(column -> names.add(Identifier.of(column.name())));
        return names;
    }
}
