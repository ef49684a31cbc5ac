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
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies records into a staging table. When the encoder fails, the COPY is cancelled: ending it would keep half a page. */
public final class CopyIntoStaging {
    private static final int MESSAGE = 1024 * 1024;

    private final LoadContext context;
    private final IntConsumer sent;
    private final CopyBuffer buffer = new CopyBuffer();

    /** @param sent hears how many bytes have been sent */
    public CopyIntoStaging(LoadContext context, IntConsumer sent) {
        this.context = context;
        this.sent = sent;
    }

    public void copyAll(StagedTable table) throws SQLException {
        copy(table, table.copyColumns(), 0, table.records().size(), new BitSet());
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
        CopyEncoder encoder = CopyEncoder.of(context, table, columns);
        CopyIn copy = context.connection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(StagingStatements.copy(table.plan(), names(table.plan(), columns)));
        boolean ended = false;
        try {
            for (int next = from; next < to; ) {
                buffer.clear();
                next = encode(encoder, next, to, leftOut);
                send(copy);
            }
            long copied = copy.endCopy();
            ended = true;
            int sent = to - from - leftOut.get(from, to).cardinality();
            if (copied != sent) {
                throw new EtlException(
                        context.pipeline(),
                        "the staging table " + table.plan().staging().table() + " took " + copied + " of " + sent
                                + " records. See what the stagingHook puts on it: it must let every record in");
            }
        } finally {
            if (!ended) {
                cancel(copy);
            }
        }
    }

    /** The server takes no message of a gigabyte, and cuts the connection. */
    private void send(CopyIn copy) throws SQLException {
        for (int from = 0; from < buffer.length(); ) {
            int count = Math.min(MESSAGE, buffer.length() - from);
            copy.writeToCopy(buffer.bytes(), from, count);
            from += count;
        }
        sent.accept(buffer.length());
    }

    private int encode(CopyEncoder encoder, int from, int to, BitSet leftOut) {
        int start = Math.min(to, leftOut.nextClearBit(from));
        int leave = leftOut.nextSetBit(start);
        return encoder.encode(start, leave < 0 ? to : Math.min(to, leave), buffer);
    }

    private static List<Identifier> names(TablePlan plan, List<TypedColumn> columns) {
        List<Identifier> names = new ArrayList<>(columns.size() + 2);
        names.add(plan.staging().position());
        names.add(plan.staging().deleted());
        columns.forEach(column -> names.add(Identifier.of(column.name())));
        return names;
    }

    private static void cancel(CopyIn copy) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            // The failure under way says why, and the transaction is rolled back in any case.
        }
    }
}
