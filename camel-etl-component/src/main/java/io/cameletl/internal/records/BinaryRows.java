package io.cameletl.internal.records;

import io.cameletl.internal.values.WireTypes;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a PostgreSQL server sent them in {@code COPY}'s binary format, to be sent to another server unread. Nobody here
 * can read a value of them: who has to, gets {@link UnsupportedOperationException}, and the rows are to be had once more as
 * {@link TextRows}. Immutable and thread-safe as long as nobody writes to the bytes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>
 */
public final class BinaryRows extends AbstractList<Map<String, @Nullable Object>> {
    /** What stands before the rows: the signature, no flags, no extension. */
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final Map<String, @Nullable Object> UNREAD = new AbstractMap<>() {
        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            throw unread();
        }
    };

    private final List<String> columns;
    private final WireTypes types;
    private final byte[][] fields;
    private final int[] starts;
    private final int[] ends;

    /**
     * @param columns the columns' names, in the order of each row's values
     * @param types their types
     * @param fields for each row an array that holds its values, each after its length; not copied
     * @param starts where the first value's length begins
     * @param ends where the last value ends
     */
    public BinaryRows(List<String> columns, WireTypes types, byte[][] fields, int[] starts, int[] ends) {
        this.columns = List.copyOf(columns);
        this.types = types;
        this.fields = fields;
        this.starts = starts;
        this.ends = ends;
    }

    /** @return what stands before the rows; a copy */
    public static byte[] header() {
        return HEADER.clone();
    }

    /** @return a number of four bytes */
    public static int int4(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    /** @return a number of two bytes, with its sign */
    public static int int2(byte[] bytes, int at) {
        return (short) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
    }

    /** @return the columns' names; immutable */
    public List<String> columns() {
        return columns;
    }

    /** @return the columns' types */
    public WireTypes types() {
        return types;
    }

    /** @return the array that holds a row's values, each after its length; must not be written to */
    public byte[] fields(int row) {
        return fields[row];
    }

    /** @return where in its array a row's first length begins */
    public int start(int row) {
        return starts[row];
    }

    /** @return where in its array a row's last value ends */
    public int end(int row) {
        return ends[row];
    }

    /** @return whether a row has NULL in one of some columns, chosen by their places */
    public boolean hasNull(int row, boolean[] chosen) {
        byte[] bytes = fields[row];
        int at = starts[row];
        for (int column = 0; column < columns.size(); column++) {
            int length = int4(bytes, at);
            if (length < 0 && chosen[column]) {
                return true;
            }
            at += 4 + Math.max(0, length);
        }
        return false;
    }

    /** @return how many bytes the arrays of its values have */
    public long bytes() {
        long bytes = 0;
        for (byte[] row : fields) {
            bytes += row.length;
        }
        return bytes;
    }

    /** @return a map of whose values none can be had */
    @Override
    public Map<String, @Nullable Object> get(int row) {
        Objects.checkIndex(row, size());
        return UNREAD;
    }

    /** @return that a value is not to be had */
    static UnsupportedOperationException unread() {
        return new UnsupportedOperationException("a value of a row that came in binary had to be read");
    }

    @Override
    public int size() {
        return starts.length;
    }
}
