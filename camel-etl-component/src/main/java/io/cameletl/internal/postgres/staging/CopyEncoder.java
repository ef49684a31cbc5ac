package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.TextForm;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.internal.values.UnsuitableValueException;
import io.cameletl.internal.values.UnwritableValue;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as the lines of {@code COPY ... FROM STDIN} in text format with its default options. A line for staging is
 * the record's position in its page (from 0), whether its row is deleted, and the values of the chosen columns; one for the
 * target has the values alone. Of a record
 * whose row is deleted the generated merge needs the key and the version only: another value, which the column may not
 * even take, must not keep a row from being deleted. Used by one thread.
 */
final class CopyEncoder implements RowEncoder {
    private static final String NULL = "\\N";

    private final Records records;
    private final DeletedFlag deleted;
    private final List<TypedColumn> columns;
    private final int[] sources;
    private final boolean[] ofDeletions;
    private final boolean[] keys;
    private final boolean marks;
    private final boolean keysAreThere;
    private final @Nullable UnreadColumns unread;

    /**
     * @param columns the columns to write, each one of the records'; may be some of them only, or none
     * @throws IllegalArgumentException when the records lack one of the columns
     */
    static CopyEncoder of(LoadContext context, StagedTable table, List<TypedColumn> columns) {
        // A custom commit may read any column of a deletion. A hook's staging table may have any NOT NULL.
        boolean whole = context.target().commit() != null || context.target().stagingHook() != null;
        return new CopyEncoder(
                table.records(),
                table.deleted(),
                columns,
                column -> whole || table.plan().isOfDeletions(column.name()),
                true);
    }

    /**
     * The lines for the table itself, of records none of which deletes its row. A record without its key is refused, which
     * the table need not do, and staging does.
     */
    static CopyEncoder ofValues(StagedTable table, List<TypedColumn> columns) {
        List<Identifier> keys = table.plan().match().keys();
        return new CopyEncoder(
                table.records(),
                table.deleted(),
                columns,
                column -> true,
                column -> keys.contains(Identifier.of(column.name())),
                false);
    }

    /**
     * @param records what to write
     * @param deleted says which records delete their rows
     * @param columns the columns to write
     * @param ofDeletions whether a column is written for a record that deletes its row; else it is NULL there
     * @param marks whether a line begins with the record's position and deletion
     */
    CopyEncoder(
            Records records,
            DeletedFlag deleted,
            List<TypedColumn> columns,
            Predicate<TypedColumn> ofDeletions,
            boolean marks) {
        this(records, deleted, columns, ofDeletions, column -> false, marks);
    }

    /** @param keys whether a column must not be NULL */
    private CopyEncoder(
            Records records,
            DeletedFlag deleted,
            List<TypedColumn> columns,
            Predicate<TypedColumn> ofDeletions,
            Predicate<TypedColumn> keys,
            boolean marks) {
        this.records = records;
        this.deleted = deleted;
        this.columns = List.copyOf(columns);
        this.marks = marks;
        this.ofDeletions = new boolean[columns.size()];
        this.keys = new boolean[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            this.ofDeletions[i] = ofDeletions.test(columns.get(i));
            this.keys[i] = keys.test(columns.get(i));
        }
        this.sources = columns.stream()
                .mapToInt(column -> records.columns().indexOf(column.name()))
                .toArray();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] < 0) {
                throw new IllegalArgumentException("the records have " + records.columns() + ", not "
                        + columns.get(i).name());
            }
        }
        TextRows lines = records.lines();
        this.unread = lines == null ? null : new UnreadColumns(lines, this.columns, sources);
        this.keysAreThere = unread != null && unread.areThere(this.keys);
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
    @Override
    public int encode(int from, int to, CopyBuffer out) {
        int record = from;
        while (record < to && !out.isFull()) {
            line(record++, out);
        }
        return record;
    }

    private void line(int record, CopyBuffer out) {
        int start = out.length();
        boolean gone = deleted.isDeleted(record);
        if (marks) {
            out.number(record);
            out.plain('\t');
            out.plain(gone ? 't' : 'f');
        }
        if (!gone && wholeLine(record, out)) {
            return;
        }
        for (int i = 0; i < sources.length; i++) {
            if (marks || i > 0) {
                out.plain('\t');
            }
            boolean isRead = !gone || ofDeletions[i];
            Object value = null;
            try {
                if (isRead && unread != null && unread.isUnread(i)) {
                    requireKey(i, unread.value(record, i, out));
                } else {
                    value = isRead ? records.value(record, sources[i]) : null;
                    requireKey(i, write(value, columns.get(i).type(), out));
                }
            } catch (UnsuitableValueException e) {
                out.truncate(start);
                throw records.bad(
                        record,
                        columns.get(i).name(),
                        e.reason()
                                + (value instanceof UnwritableValue
                                        ? ""
                                        : " (the value is " + Shortened.of(value) + ")"),
                        e.getCause());
            } catch (StackOverflowError | OutOfMemoryError | RuntimeException e) {
                // One value that is nested too deep, too large or broken must not keep the other records out.
                out.truncate(start);
                Object shown = value == null ? "…" : value;
                throw records.bad(record, columns.get(i).name(), UnwritableValue.reason(e, Shortened.of(shown)), e);
            }
        }
        out.plain('\n');
    }

    private boolean wholeLine(int record, CopyBuffer out) {
        if (unread == null || !keysAreThere) {
            return false;
        }
        int values = out.length();
        if (marks) {
            out.plain('\t');
        }
        boolean written = unread.line(record, out);
        if (!written) {
            out.truncate(values);
        }
        return written;
    }

    private void requireKey(int place, boolean there) throws UnsuitableValueException {
        if (!there && keys[place]) {
            throw new UnsuitableValueException("the key must not be NULL");
        }
    }

    /**
     * Takes the quick ways for common values, and {@link TextForm} for the rest.
     *
     * @return whether there is a value; else it is NULL
     */
    private static boolean write(@Nullable Object value, ColumnType type, CopyBuffer out)
            throws UnsuitableValueException {
        if (value == null) {
            out.plain(NULL);
            return false;
        } else if (value instanceof String text && type.kind() != ColumnType.Kind.JSONB) {
            out.text(text);
        } else if (value instanceof Long || value instanceof Integer) {
            out.number(((Number) value).longValue());
        } else {
            if (value instanceof UnwritableValue broken) {
                throw broken.failure();
            }
            String text = TextForm.of(value, type);
            if (text == null) {
                out.plain(NULL);
                return false;
            }
            out.text(text);
        }
        return true;
    }
}
