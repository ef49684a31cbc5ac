package io.cameletl.internal.postgres.staging;

import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.values.ColumnType.Kind;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;

/**
 * Writes values of {@link TextRows} without reading them: the bytes that the source's server sent are those that the
 * target's gets. What has another form at the target than at the source is left to whoever reads values. Used by one thread.
 */
final class UnreadColumns {
    /** A longer line is written value by value, so that it is known which one does not fit. */
    private static final int LONG = 16 * 1024 * 1024;

    private final TextRows rows;
    private final int[] sources;
    private final boolean[] unread;
    private final boolean whole;
    private final int[] ends;
    private int row = -1;

    /**
     * @param columns the columns to write
     * @param sources their places in the rows
     */
    UnreadColumns(TextRows rows, List<TypedColumn> columns, int[] sources) {
        this.rows = rows;
        this.sources = sources;
        this.unread = new boolean[sources.length];
        this.ends = new int[rows.columns().size()];
        boolean all = sources.length == ends.length;
        Boolean sound = null;
        for (int i = 0; i < sources.length; i++) {
            Kind kind = columns.get(i).type().kind();
            if (kind == Kind.JSONB && sound == null) {
                sound = !rows.mayHoldEscapedNul();
            }
            // A boolean is written as "true", which a column of text keeps, and as a digit in one of bits.
            unread[i] = rows.isBoolean(sources[i])
                    ? kind == Kind.BOOLEAN
                    : kind != Kind.JSONB || Boolean.TRUE.equals(sound);
            all &= unread[i] && sources[i] == i;
        }
        this.whole = all;
    }

    /** @return whether none of some columns, by their places among those written, holds a NULL */
    boolean areThere(boolean[] chosen) {
        boolean there = true;
        for (int i = 0; i < sources.length; i++) {
            there &= !chosen[i] || !rows.mayBeNull(sources[i]);
        }
        return there;
    }

    /**
     * Writes a row's whole line, with its newline.
     *
     * @return false when nothing was written, since its values go one by one
     */
    boolean line(int record, CopyBuffer out) {
        byte[] line = rows.line(record);
        if (!whole || line.length > LONG) {
            return false;
        }
        try {
            out.bytes(line, 0, line.length);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** @return whether a column's values, by its place among those written, are not read */
    boolean isUnread(int place) {
        return unread[place];
    }

    /**
     * Writes one value of such a column.
     *
     * @return whether there is a value; else it is NULL
     */
    boolean value(int record, int place, CopyBuffer out) {
        byte[] line = rows.line(record);
        if (row != record) {
            TextRows.ends(line, ends);
            row = record;
        }
        int column = sources[place];
        int from = column == 0 ? 0 : ends[column - 1] + 1;
        out.bytes(line, from, ends[column]);
        return !TextRows.isNull(line, from, ends[column]);
    }
}
