package io.cameletl;

import java.time.Instant;

/**
 * Where a pipeline's rows come from. A source answers one page at a time and keeps no position of its own: the request
 * says after which cursor to go on, so the same request can be asked again after a crash.
 *
 * <p>A source is called by one thread at a time, not always the same one.
 *
 * @param <C> the cursor's type: a record or another class that Jackson can write and read back equal to itself
 */
@FunctionalInterface
public interface Source<C> {
    /**
     * Reads at most {@link ExtractRequest#pageSize()} rows after {@link ExtractRequest#after()}, in cursor order.
     *
     * @param request what to read; never null
     * @return the page; never null
     * @throws Exception whatever keeps the source from answering; the page is not loaded and the cursor stays
     */
    ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception;

    /**
     * The time now, by the clock that writes the rows' change times: a window ends this long before it less the
     * consistency delay. The default is this machine's clock; a source that reads a database should ask the database.
     *
     * @return the time; never null
     * @throws Exception when the clock cannot be read; the run fails and nothing is read
     */
    default Instant now() throws Exception {
        return Instant.now();
    }

    /**
     * Lowers the end of a window that is about to be opened to before every change that may still be committed, so that
     * a transaction that commits late is not passed over. The default leaves the end to the consistency delay alone.
     *
     * @param end the end by the source's clock less the consistency delay
     * @return {@code end}, or an earlier time; before the window's start when nothing can be read now
     * @throws Exception when that cannot be told; the run fails and nothing is read
     */
    default Instant committedBefore(Instant end) throws Exception {
        return end;
    }

    /**
     * Goes back in time, when a new window opens of a pipeline that has a {@code lookback}. The default knows how to
     * for a {@link TimestampCursor}.
     *
     * @param after where the last committed page ended
     * @param from the start of the new window, which reaches back over the last one
     * @return a cursor before every row that changed at {@code from} or later, and no later than {@code after}
     * @throws UnsupportedOperationException when the cursor is of a type of its own, unless overridden
     * @throws Exception whatever keeps the source from telling; the run fails and nothing is read
     */
    @SuppressWarnings("unchecked") // a TimestampCursor in, a TimestampCursor out
    default C lookBack(C after, Instant from) throws Exception {
        if (after instanceof TimestampCursor cursor) {
            return (C) cursor.notAfter(from);
        }
        throw new UnsupportedOperationException(getClass().getName() + " does not know how to go back in time from a "
                + after.getClass().getName() + ": implement lookBack, or leave out lookback");
    }

    /**
     * Called once when a run has drained its window and committed every page of it: the place to say that the source
     * holds rows that no cursor ever reaches, for instance rows without a change time. The default does nothing.
     *
     * @throws Exception when there are such rows; the committed pages stay, the run is recorded as failed
     */
    default void checkComplete() throws Exception {}
}
