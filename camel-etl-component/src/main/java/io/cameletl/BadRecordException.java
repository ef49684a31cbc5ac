package io.cameletl;

import io.cameletl.internal.outlet.Outlet;
import org.jspecify.annotations.Nullable;

/** A record that cannot be loaded, whatever is done about the others. */
public final class BadRecordException extends EtlException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final int record;
    private final @Nullable String column;
    private final String reason;

    /**
     * @param pipeline the pipeline's name
     * @param table the table the record is meant for
     * @param record the record's place in its page, from 0; the message counts from 1
     * @param key the record's key as a person reads it, such as {@code id = 42}; empty when it is not known
     * @param column the column at fault; null when no single one is
     * @param reason the rule and what to do, with values cut after 60 characters
     * @param cause what it came from; may be null
     */
    public BadRecordException(
            String pipeline,
            String table,
            int record,
            String key,
            @Nullable String column,
            String reason,
            @Nullable Throwable cause) {
        super(
                pipeline,
                "table " + table + ", record " + (record + 1L) + (key.isEmpty() ? "" : " (" + key + ")")
                        + (column == null ? "" : ", column " + column) + ": " + reason,
                cause);
        this.table = table;
        this.record = record;
        this.column = column;
        this.reason = Outlet.message(pipeline, reason, cause);
    }

    /** @return the table the record is meant for */
    public String table() {
        return table;
    }

    /** @return the record's place in its page, from 0 */
    public int record() {
        return record;
    }

    /** @return the column at fault; null when no single one is */
    public @Nullable String column() {
        return column;
    }

    /** @return the message without the record's whereabouts */
    public String reason() {
        return reason;
    }
}
