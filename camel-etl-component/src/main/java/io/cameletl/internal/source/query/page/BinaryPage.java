package io.cameletl.internal.source.query.page;

import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.values.WireTypes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the rows that a server sends for a {@code COPY ... TO STDOUT (FORMAT binary)}, one in a message. The target takes
 * them in less time than texts. Behind the values of a row come those of the cursor that are no texts, as texts, since a
 * cursor is kept as the server writes it. Used by one thread.
 */
final class BinaryPage implements CopyRows {
    private static final int NO_ROW = -1;

    private final List<String> columns;
    private final WireTypes types;
    private final int pageSize;

    /** What is selected behind the rows' columns. */
    private final List<String> casts = new ArrayList<>();

    /** Where the cursor's values are among all that is selected. */
    private final int[] cursor;

    /** Where the values of a message begin, each with its length. */
    private final int[] places;

    private byte[][] fields;
    private int[] starts;
    private int[] ends;
    private int size;
    private boolean begun;
    private boolean ended;
    private byte @Nullable [] next;
    private long surplus;

    /** @param pageSize how many rows the page holds at most; there may be one more */
    BinaryPage(QueryShape shape, WireTypes types, int pageSize) {
        this.columns = shape.rowColumns();
        this.types = types;
        this.pageSize = pageSize;
        this.cursor = new int[shape.cursor().size()];
        for (int i = 0; i < cursor.length; i++) {
            CursorColumn column = shape.cursor().get(i);
            cursor[i] = WireTypes.isText(column.column().type()) ? columns.indexOf(column.name()) : -1;
            if (cursor[i] < 0) {
                cursor[i] = columns.size() + casts.size();
                casts.add("CAST(" + PageSql.column(column.name()) + " AS pg_catalog.text)");
            }
        }
        this.places = new int[columns.size() + casts.size() + 1];
        int expected = Math.min(pageSize, 10_000);
        this.fields = new byte[expected][];
        this.starts = new int[expected];
        this.ends = new int[expected];
    }

    /** @return whether the target takes all columns of the rows as they are, and the cursor can be had as text */
    static boolean suits(QueryShape shape, WireTypes types) {
        List<String> rowColumns = shape.rowColumns();
        return shape.columns().stream()
                        .allMatch(column ->
                                !rowColumns.contains(column.name()) || types.has(column.name(), column.type()))
                && shape.cursor().stream()
                        .allMatch(column -> WireTypes.isCast(column.column().type()));
    }

    @Override
    public String columns() {
        return Stream.concat(columns.stream().map(PageSql::column), casts.stream())
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean isBinary() {
        return true;
    }

    @Override
    public boolean add(byte[] message) {
        int at = 0;
        if (!begun) {
            byte[] header = BinaryRows.header();
            begun = true;
            at = header.length;
            if (message.length < at || !Arrays.equals(header, 0, at, message, 0, at)) {
                return false;
            }
            if (message.length == at) {
                return true;
            }
        }
        if (ended || message.length - at < 2) {
            return false;
        }
        int count = BinaryRows.int2(message, at);
        at += 2;
        if (count == NO_ROW) {
            ended = true;
            return at == message.length;
        }
        return count == places.length - 1 && row(message, at);
    }

    private boolean row(byte[] message, int from) {
        if (!isWhole(message, from)) {
            return false;
        }
        if (size == pageSize) {
            next = message;
            return surplus++ == 0;
        }
        if (size == fields.length) {
            int more = (int) Math.min(pageSize, size * 2L);
            fields = Arrays.copyOf(fields, more);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
        }
        fields[size] = message;
        starts[size] = from;
        ends[size++] = places[columns.size()];
        return true;
    }

    /** @return whether the values end where the message does, and none of the cursor's is NULL; their places are known then */
    private boolean isWhole(byte[] message, int from) {
        long at = from;
        int last = places.length - 1;
        for (int i = 0; i < last; i++) {
            if (at + 4 > message.length) {
                return false;
            }
            places[i] = (int) at;
            at += 4L + Math.max(0, BinaryRows.int4(message, (int) at));
        }
        if (at != message.length) {
            return false;
        }
        places[last] = message.length;
        for (int column : cursor) {
            if (BinaryRows.int4(message, places[column]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** @return the cursor's values of a whole row; null when one is no UTF-8 */
    private @Nullable List<String> texts(byte[] message, int from) {
        isWhole(message, from);
        String[] texts = new String[cursor.length];
        for (int i = 0; i < texts.length; i++) {
            int at = places[cursor[i]];
            try {
                texts[i] = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(message, at + 4, BinaryRows.int4(message, at)))
                        .toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
        return List.of(texts);
    }

    @Override
    public long sent() {
        return size + surplus;
    }

    @Override
    public PageQuery.@Nullable Page page() {
        List<String> end = size == 0 ? List.of() : texts(fields[size - 1], starts[size - 1]);
        List<String> following = next == null ? null : texts(next, 2);
        if (end == null || (next != null && following == null)) {
            return null;
        }
        BinaryRows rows = new BinaryRows(
                columns, types, Arrays.copyOf(fields, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
        return new PageQuery.Page(rows, end, following);
    }
}
