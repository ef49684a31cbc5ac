package io.cameletl.internal.postgres.load;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A record that was to change something and did not: nothing was written for it, and its row is neither equal nor newer.
 * The data is to blame, as by a constraint, so that the record is found, named or rejected in the same ways.
 */
public final class UnaccountedException extends SQLException {
    private static final long serialVersionUID = 1L;

    private final int record;
    private final @Nullable String column;

    /**
     * @param record the record's position in its page, from 0
     * @param column the column at fault; null when no single one is
     * @param reason what came between, and what to do
     */
    public UnaccountedException(int record, @Nullable String column, String reason) {
        super(reason, "23000");
        this.record = record;
        this.column = column;
    }

    /** @return the record's position in its page, from 0 */
    public int record() {
        return record;
    }

    /** @return the column at fault; null when no single one is */
    public @Nullable String column() {
        return column;
    }
}
