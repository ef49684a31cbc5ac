package io.cameletl.internal.records;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a PostgreSQL server wrote them, each a line of {@code COPY}'s text format, to be sent to another server unread.
 * Whoever asks for a value gets the server's text, a {@link Boolean} of a boolean; maps are made when asked for. Immutable
 * and thread-safe as long as nobody writes to the lines.
 */
public final class TextRows extends AbstractList<Map<String, @Nullable Object>> {
    private static final byte[] ESCAPED_NUL = "\\\\u0000".getBytes(StandardCharsets.US_ASCII);

    private final List<String> columns;
    private final boolean[] booleans;
    private final boolean[] nulls;
    private final byte[][] lines;
    private final int from;
    private final int to;

    /**
     * @param columns the columns' names, in the order of each line's values
     * @param booleans for each column whether it is a boolean, written as {@code t} or {@code f}
     * @param nulls for each column whether a line may have NULL there; false only when that is certain
     * @param lines the lines with their newlines, in UTF-8; not copied
     */
    public TextRows(List<String> columns, boolean[] booleans, boolean[] nulls, byte[][] lines) {
        this(List.copyOf(columns), booleans.clone(), nulls.clone(), lines, 0, lines.length);
    }

    private TextRows(List<String> columns, boolean[] booleans, boolean[] nulls, byte[][] lines, int from, int to) {
        this.columns = columns;
        this.booleans = booleans;
        this.nulls = nulls;
        this.lines = lines;
        this.from = from;
        this.to = to;
    }

    /** @return the columns' names; immutable */
    public List<String> columns() {
        return columns;
    }

    /** @return whether a column, by its place from 0, is a boolean */
    public boolean isBoolean(int column) {
        return booleans[column];
    }

    /** @return whether a row may have NULL in a column, by its place from 0 */
    public boolean mayBeNull(int column) {
        return nulls[column];
    }

    /** @return how many bytes its lines have */
    public long bytes() {
        long bytes = 0;
        for (int row = from; row < to; row++) {
            bytes += lines[row].length;
        }
        return bytes;
    }

    /** @return the row's line with its newline; it is the row itself and must not be written to */
    public byte[] line(int row) {
        return lines[from + row];
    }

    /**
     * @param line a line with its newline
     * @param ends takes the places in the line after the values of its first columns; the value that follows begins one
     *     byte later
     */
    public static void ends(byte[] line, int[] ends) {
        int at = 0;
        for (int column = 0; column < ends.length; column++) {
            while (!isEnd(line[at])) {
                at++;
            }
            ends[column] = at++;
        }
    }

    /** Tabs and newlines in values are escaped. */
    private static boolean isEnd(byte sign) {
        return sign == '\t' || sign == '\n';
    }

    /** @return whether these bytes of a line stand for NULL */
    public static boolean isNull(byte[] line, int from, int to) {
        return to - from == 2 && line[from] == '\\' && line[from + 1] == 'N';
    }

    /** @return a value as the server wrote it; null for NULL */
    public @Nullable String text(int row, int column) {
        return text(line(row), column);
    }

    /** @return the value of a line in a column, by its place from 0, as the server wrote it; null for NULL */
    public static @Nullable String text(byte[] line, int column) {
        int start = 0;
        for (int before = 0; before < column; start++) {
            if (isEnd(line[start])) {
                before++;
            }
        }
        int end = start;
        while (!isEnd(line[end])) {
            end++;
        }
        return text(line, start, end);
    }

    private static @Nullable String text(byte[] line, int start, int end) {
        int escape = start;
        while (escape < end && line[escape] != '\\') {
            escape++;
        }
        if (escape == end) {
            return new String(line, start, end - start, StandardCharsets.UTF_8);
        }
        if (isNull(line, start, end)) {
            return null;
        }
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            plain[length++] = line[at] == '\\' ? meant(line[++at]) : line[at];
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** The escapes that the server writes. */
    private static byte meant(byte sign) {
        return switch (sign) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> sign;
        };
    }

    /** @return a value; null for NULL */
    public @Nullable Object value(int row, int column) {
        String text = text(row, column);
        return text != null && booleans[column] ? (Object) text.equals("t") : text;
    }

    /** @return the values of a row in column order */
    public @Nullable Object[] values(int row) {
        int[] ends = new int[columns.size()];
        byte[] line = line(row);
        ends(line, ends);
        @Nullable Object[] values = new Object[ends.length];
        for (int column = 0, start = 0; column < ends.length; start = ends[column++] + 1) {
            String text = text(line, start, ends[column]);
            values[column] = text != null && booleans[column] ? (Object) text.equals("t") : text;
        }
        return values;
    }

    /** @return all rows' values in column order */
    List<@Nullable Object[]> arrays() {
        List<@Nullable Object[]> arrays = new ArrayList<>(size());
        for (int row = 0; row < size(); row++) {
            arrays.add(values(row));
        }
        return arrays;
    }

    /** @return whether some value may hold JSON's escape of U+0000, which {@code json} keeps and {@code jsonb} refuses */
    public boolean mayHoldEscapedNul() {
        for (int row = from; row < to; row++) {
            byte[] line = lines[row];
            for (int at = 0; at <= line.length - ESCAPED_NUL.length; at++) {
                if (line[at] == '\\'
                        && Arrays.equals(line, at, at + ESCAPED_NUL.length, ESCAPED_NUL, 0, ESCAPED_NUL.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public Map<String, @Nullable Object> get(int row) {
        @Nullable Object[] values = values(row);
        Map<String, @Nullable Object> map = new LinkedHashMap<>(values.length * 2);
        for (int column = 0; column < values.length; column++) {
            map.put(columns.get(column), values[column]);
        }
        return map;
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public TextRows subList(int first, int end) {
        Objects.checkFromToIndex(first, end, size());
        return new TextRows(columns, booleans, nulls, lines, from + first, from + end);
    }
}
