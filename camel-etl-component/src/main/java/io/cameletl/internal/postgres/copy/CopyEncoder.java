package io.cameletl.internal.postgres.copy;

import io.cameletl.BadRecordException;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.internal.values.UnsuitableValueException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as the lines of {@code COPY ... FROM STDIN} in text format, its default options. A line is the
 * record's position in its page (from 0), whether it is deleted, and the chosen columns' values. Used by one thread.
 */
public final class CopyEncoder {
    /** What PostgreSQL reads as the boolean false; a source may hand its flags over as text or as numbers. */
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");

    /** The text of a number that is false too. */
    private static final Pattern ZERO = Pattern.compile("[+-]?0+(\\.0*)?");

    private final Records records;
    private final int deletedColumn;
    private final List<TypedColumn> columns;
    private final int[] sources;

    /**
     * @param records what to write
     * @param deletedColumn the column that says whether a record's row is gone: not when it is NULL, false or zero,
     *     and not when it is a text that PostgreSQL reads as false or that writes a zero; any other value says so. Null, or a column that
     *     the records lack: no row is gone
     * @param columns the columns to write, each one of the records'; may be some of them only, or none
     * @throws IllegalArgumentException when the records lack one of the columns
     */
    public CopyEncoder(Records records, @Nullable String deletedColumn, List<TypedColumn> columns) {
        this.records = records;
        this.deletedColumn = deletedColumn == null ? -1 : records.columns().indexOf(deletedColumn);
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
    public int encode(int from, int to, CopyBuffer out) {
        int record = from;
        while (record < to && !out.isFull()) {
            line(record++, out);
        }
        return record;
    }

    /** @return how many of the records say that their row is gone */
    public int countDeleted() {
        int deleted = 0;
        for (int record = 0; deletedColumn >= 0 && record < records.size(); record++) {
            if (isDeleted(record)) {
                deleted++;
            }
        }
        return deleted;
    }

    private void line(int record, CopyBuffer out) {
        int start = out.length();
        out.number(record);
        out.plain('\t');
        out.plain(isDeleted(record) ? 't' : 'f');
        for (int i = 0; i < sources.length; i++) {
            out.plain('\t');
            Object value = records.value(record, sources[i]);
            try {
                ValueWriter.write(value, columns.get(i).type(), out);
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

    private boolean isDeleted(int record) {
        Object value = deletedColumn < 0 ? null : records.value(record, deletedColumn);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean deleted) {
            return deleted;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (!(value instanceof CharSequence || value instanceof Character)) {
            return true;
        }
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        return !FALSE.contains(text) && !ZERO.matcher(text).matches();
    }
}
