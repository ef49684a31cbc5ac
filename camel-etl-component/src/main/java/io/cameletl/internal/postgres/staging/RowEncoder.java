package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;

/** Writes records in a format of {@code COPY ... FROM STDIN}. Used by one thread. */
interface RowEncoder {
    /** @return what the statement says of the format */
    default String options() {
        return "";
    }

    /** Appends what stands before the first record. */
    default void begin(CopyBuffer out) {}

    /**
     * Appends records until the last is written or the buffer holds enough to be worth sending, about 64 KiB.
     *
     * @param from the first record, from 0
     * @param to the record to stop before
     * @param out where to write
     * @return the record to go on with; {@code to} when all are written
     * @throws BadRecordException when a record cannot be written; those before it are in the buffer
     */
    int encode(int from, int to, CopyBuffer out);

    /** Appends what stands after the last record. */
    default void end(CopyBuffer out) {}
}
