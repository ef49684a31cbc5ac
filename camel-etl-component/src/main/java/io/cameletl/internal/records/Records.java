package io.cameletl.internal.records;

import io.cameletl.BadRecordException;
import io.cameletl.Rows;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.UnsuitableValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One table's records of a page, whatever their kind, as columns and values. Each record is read once, when this is
 * made. Immutable and thread-safe as long as nobody writes to the records.
 */
public final class Records {
    private final String pipeline;
    private final String table;
    private final List<String> keyColumns;
    private final List<String> columns;
    private final List<@Nullable Object[]> values;
    private final @Nullable TextRows lines;
    private final @Nullable BinaryRows binary;

    private Records(
            String pipeline,
            String table,
            List<String> keyColumns,
            List<String> columns,
            List<@Nullable Object[]> values,
            @Nullable TextRows lines,
            @Nullable BinaryRows binary) {
        this.pipeline = pipeline;
        this.table = table;
        this.keyColumns = keyColumns;
        this.columns = columns;
        this.values = values;
        this.lines = lines;
        this.binary = binary;
    }

    /**
     * Reads records: {@link TextRows}, {@link BinaryRows}, {@link Rows}, maps, Java records or beans.
     *
     * @param pipeline the pipeline's name, for messages
     * @param table the table the records are meant for, for messages
     * @param keyColumns the columns by which messages name a record; those that the records lack are left out
     * @param records all maps, or all Java records and beans; all with the same columns
     * @return the records; without any there are no columns, save those of the first three
     * @throws BadRecordException when a record is null, of another kind, has other columns or cannot be read
     */
    public static Records of(String pipeline, String table, List<String> keyColumns, List<?> records) {
        List<String> columns;
        List<@Nullable Object[]> values;
        TextRows lines = records instanceof TextRows text ? text : null;
        BinaryRows binary = records instanceof BinaryRows unread ? unread : null;
        if (lines != null) {
            columns = lines.columns();
            values = List.of();
        } else if (binary != null) {
            columns = binary.columns();
            values = List.of();
        } else if (records instanceof Rows rows) {
            columns = rows.columns();
            values = IntStream.range(0, rows.size()).mapToObj(rows::values).toList();
        } else if (records.isEmpty()) {
            columns = List.of();
            values = List.of();
        } else {
            RecordReader reader = null;
            values = new ArrayList<>(records.size());
            for (Object record : records) {
                try {
                    if (reader == null) {
                        reader = RecordReader.of(record);
                    }
                    values.add(reader.read(record));
                } catch (UnsuitableValueException e) {
                    throw new BadRecordException(pipeline, table, values.size(), "", null, e.reason(), e.getCause());
                }
            }
            columns = reader == null ? List.of() : reader.columns();
        }
        Records read = new Records(pipeline, table, List.copyOf(keyColumns), columns, values, lines, binary);
        read.checkColumns();
        return read;
    }

    /** @return the records' columns, in the order of the first record; immutable */
    public List<String> columns() {
        return columns;
    }

    /** @return how many records there are */
    public int size() {
        if (binary != null) {
            return binary.size();
        }
        return lines == null ? values.size() : lines.size();
    }

    /** @return the records as lines of {@code COPY}; null when they are none */
    public @Nullable TextRows lines() {
        return lines;
    }

    /** @return how many bytes they came as; 0 when they are no rows of {@code COPY} */
    public long bytes() {
        if (binary != null) {
            return binary.bytes();
        }
        return lines == null ? 0 : lines.bytes();
    }

    /** @return the records as rows of binary {@code COPY}; null when they are none */
    public @Nullable BinaryRows binary() {
        return binary;
    }

    /**
     * @param record its place, from 0
     * @param column the column's place among {@link #columns()}
     * @return the value as the record has it
     * @throws UnsupportedOperationException when the records came in binary
     */
    public @Nullable Object value(int record, int column) {
        if (binary != null) {
            throw BinaryRows.unread();
        }
        return lines == null ? values.get(record)[column] : lines.value(record, column);
    }

    /**
     * @param next more records for the same table
     * @return these records, then those
     * @throws BadRecordException when both have records, and not the same columns
     */
    public Records and(Records next) {
        if (next.size() == 0) {
            return this;
        }
        if (size() == 0) {
            return next;
        }
        List<@Nullable Object[]> both = new ArrayList<>(arrays());
        if (next.columns.equals(columns)) {
            both.addAll(next.arrays());
        } else {
            RecordReader reader = new MapReader(columns);
            for (Map<String, @Nullable Object> record : new Rows(next.columns, next.arrays())) {
                try {
                    both.add(reader.read(record));
                } catch (UnsuitableValueException e) {
                    throw bad(both.size(), null, e.reason(), e.getCause());
                }
            }
        }
        return new Records(pipeline, table, keyColumns, columns, both, null, null);
    }

    private List<@Nullable Object[]> arrays() {
        if (binary != null) {
            throw BinaryRows.unread();
        }
        return lines == null ? values : lines.arrays();
    }

    /**
     * @param record its place, from 0
     * @return the record's key for a message: {@code id = 42} or {@code tenant = a, id = 42}, each value
     *     {@linkplain Shortened shortened}; empty when no column of the key is there
     */
    public String key(int record) {
        if (record >= size()) {
            return "";
        }
        return keyColumns.stream()
                .filter(columns::contains)
                .map(column -> column + " = " + Shortened.of(value(record, columns.indexOf(column))))
                .collect(Collectors.joining(", "));
    }

    /**
     * @param record the record's place, from 0
     * @param column the column at fault; null when no single one is
     * @param reason the rule and what to do
     * @param cause what it came from; may be null
     * @return an exception that says which record of which table it is
     */
    public BadRecordException bad(int record, @Nullable String column, String reason, @Nullable Throwable cause) {
        return new BadRecordException(pipeline, table, record, key(record), column, reason, cause);
    }

    private void checkColumns() {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw bad(0, column, "the records have this column twice; give one of them another name", null);
            }
        }
    }
}
