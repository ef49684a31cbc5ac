package io.cameletl.internal.postgres.staging;

import io.cameletl.internal.postgres.load.LoadContext;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends records by {@code COPY}. When the encoder fails, the COPY is cancelled: ending it would keep half a page. */
final class CopyStream {
    private static final int MESSAGE = 1024 * 1024;

    private final LoadContext context;
    private final IntConsumer sent;
    private final CopyBuffer buffer = new CopyBuffer();

    /** @param sent hears how many bytes have been sent */
    CopyStream(LoadContext context, IntConsumer sent) {
        this.context = context;
        this.sent = sent;
    }

    /**
     * Sends some records.
     *
     * @param statement the COPY
     * @param from the first record
     * @param to the record to stop before
     * @param leftOut the records in between to leave out
     * @return how many the server took
     */
    long send(String statement, RowEncoder encoder, int from, int to, BitSet leftOut) throws SQLException {
        CopyIn copy =
                context.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        boolean ended = false;
        try {
            buffer.clear();
            encoder.begin(buffer);
            for (int next = from; next < to; ) {
                next = encode(encoder, next, to, leftOut);
                send(copy);
                buffer.clear();
            }
            encoder.end(buffer);
            send(copy);
            long copied = copy.endCopy();
            ended = true;
            return copied;
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

    private int encode(RowEncoder encoder, int from, int to, BitSet leftOut) {
        int start = Math.min(to, leftOut.nextClearBit(from));
        int leave = leftOut.nextSetBit(start);
        return encoder.encode(start, leave < 0 ? to : Math.min(to, leave), buffer);
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
