package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.TextForm;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.internal.values.UnsuitableValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as the lines of {@code COPY ... FROM STDIN} in text format with its default options. A line is the
 * record's position in its page (from 0), whether its row is deleted, and the values of the chosen columns. Used by one
 * thread.
 */
final class CopyEncoder {
    private static final String NULL = "\\N";

    private final Records records;
    private final DeletedFlag deleted;
    private final List<TypedColumn> columns;
    private final int[] sources;

    /**
     * @param records what to write
     * @param deleted says which records delete their rows
     * @param columns the columns to write, each one of the records'; may be some of them only, or none
     * @throws IllegalArgumentException when the records lack one of the columns
     */
    CopyEncoder(Records records, DeletedFlag deleted, List<TypedColumn> columns) {
        this.records = records;
        this.deleted = deleted;
        this.columns = List.copyOf(columns);
        this.sources = columns.stream()
                .mapToInt(column -> records.columns().indexOf(column.name()))
                .toArray();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] < 0) {
                throw new IllegalArgumentException("the records have " + records.columns() + ", not "
                        + columns.get(i).name());
            }
        }
    }

    /**
     * Appends lines until the last record is written or the buffer holds enough to be worth sending, about 64 KiB.
     *
     * @param from the first record, from 0
     * @param to the record to stop before
     * @param out where to write
     * @return the record to go on with; {@code to} when all are written
     * @throws BadRecordException when a value cannot be written; the lines of the records before it are in the buffer
     */
    int encode(int from, int to, CopyBuffer out) {
        int record = from;
        while (record < to && !out.isFull()) {
            line(record++, out);
        }
        return record;
    }

    private void line(int record, CopyBuffer out) {
        int start = out.length();
        out.number(record);
        out.plain('\t');
        out.plain(deleted.isDeleted(record) ? 't' : 'f');
        for (int i = 0; i < sources.length; i++) {
            out.plain('\t');
            Object value = records.value(record, sources[i]);
            try {
                write(value, columns.get(i).type(), out);
            } catch (UnsuitableValueException e) {
                out.truncate(start);
                throw records.bad(
                        record,
                        columns.get(i).name(),
                        e.reason() + " (the value is " + Shortened.of(value) + ")",
                        e.getCause());
            }
        }
        out.plain('\n');
    }

    /** Takes the quick ways for common values, and {@link TextForm} for the rest. */
    private static void write(@Nullable Object value, ColumnType type, CopyBuffer out) throws UnsuitableValueException {
        if (value == null) {
            out.plain(NULL);
        } else if (value instanceof String text && type.kind() != ColumnType.Kind.JSONB) {
            out.text(text);
        } else if (value instanceof Long || value instanceof Integer) {
            out.number(((Number) value).longValue());
        } else {
            String text = TextForm.of(value, type);
            if (text == null) {
                out.plain(NULL);
            } else {
                out.text(text);
            }
        }
    }
}
