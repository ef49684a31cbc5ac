package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.copy.CopyBuffer;
import io.cameletl.internal.postgres.copy.CopyEncoder;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Attempts;
import io.cameletl.internal.postgres.load.Bisection;
import io.cameletl.internal.postgres.load.LastOfKey;
import io.cameletl.internal.postgres.load.Reject;
import io.cameletl.internal.postgres.load.Rejects;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.values.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a table's records into staging, all but the bad ones: those that cannot be written as text, which takes no
 * server to find out, and those whose texts the server does not take.
 */
public final class RejectingCopy {
    private final Connection connection;
    private final CopyIntoStaging copy;
    private final Attempts tries;
    private final Rejects rejects;

    public RejectingCopy(Connection connection, CopyIntoStaging copy, Attempts tries, Rejects rejects) {
        this.connection = connection;
        this.copy = copy;
        this.tries = tries;
        this.rejects = rejects;
    }

    /**
     * @param refused why the server has refused the table's records already, all together; null when it has not
     * @return how many records are in staging
     */
    public int copy(StagedTable table, @Nullable SQLException refused) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        LastOfKey last = new LastOfKey(table);
        BitSet leftOut = unwritable(table, last);
        int[] rest = IntStream.range(0, table.records().size())
                .filter(record -> !leftOut.get(record))
                .toArray();
        int[] staged = {rest.length};
        new Bisection(
                        (from, before) ->
                                tries.of(() -> copy.copy(table, columns, rest[from], rest[before - 1] + 1, leftOut)),
                        (record, failure) -> {
                            reject(table, rest[record], failure, last);
                            staged[0]--;
                        })
                .run(rest.length, refused);
        return staged[0];
    }

    private BitSet unwritable(StagedTable table, LastOfKey last) {
        BitSet unwritable = new BitSet();
        CopyEncoder encoder = table.encoder(table.copyColumns());
        CopyBuffer buffer = new CopyBuffer();
        for (int record = 0; record < table.records().size(); record++) {
            buffer.clear();
            try {
                encoder.encode(record, record + 1, buffer);
            } catch (BadRecordException e) {
                unwritable.set(record);
                if (!last.outdates(record)) {
                    rejects.add(new Reject(table, record, e.column(), SqlStates.find(e), e.reason(), null));
                }
            }
        }
        return unwritable;
    }

    private void reject(StagedTable table, int record, SQLException failure, LastOfKey last) throws SQLException {
        if (last.outdates(record)) {
            return;
        }
        Savepoints.COLUMN.set(connection);
        BadRecordException bad = new BadCopy(connection, copy).name(table, record, failure);
        Savepoints.COLUMN.undo(connection);
        rejects.add(new Reject(table, record, bad.column(), SqlStates.find(failure), bad.reason(), null));
    }
}
