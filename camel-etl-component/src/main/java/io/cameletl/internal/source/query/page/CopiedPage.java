package io.cameletl.internal.source.query.page;

import io.cameletl.internal.records.TextLine;
import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryShape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page of the lines that a server sends for a {@code COPY ... TO STDOUT}. Used by one thread. */
final class CopiedPage implements CopyRows {
    private final QueryShape shape;
    private final int pageSize;
    private final List<String> rowColumns;
    private final List<String> columns;
    private final int[] cursor;
    private final boolean[] nulls;
    private final int[] ends;
    private final List<byte[]> lines;
    private byte @Nullable [] last;
    private byte @Nullable [] next;

    /** @param pageSize how many rows the page holds at most; there may be one line more */
    CopiedPage(QueryShape shape, int pageSize) {
        this.shape = shape;
        this.pageSize = pageSize;
        this.rowColumns = shape.rowColumns();
        List<String> cursorColumns =
                shape.cursor().stream().map(CursorColumn::name).toList();
        this.columns = Stream.concat(rowColumns.stream(), cursorColumns.stream())
                .distinct()
                .toList();
        this.cursor = cursorColumns.stream().mapToInt(columns::indexOf).toArray();
        this.nulls = new boolean[columns.size()];
        this.ends = new int[columns.size()];
        this.lines = new ArrayList<>(Math.min(pageSize, 10_000));
    }

    /** Those of the rows, and behind them those of the cursor alone. */
    @Override
    public String columns() {
        return columns.stream().map(PageSql::column).collect(Collectors.joining(", "));
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    /** @return false when a cursor value is NULL, or it is no line of UTF-8 */
    @Override
    public boolean add(byte[] line) {
        if (line.length == 0 || line[line.length - 1] != '\n' || !isRead(line)) {
            return false;
        }
        if (lines.size() == pageSize) {
            boolean surplus = next == null;
            next = line;
            return surplus;
        }
        last = line;
        lines.add(rowColumns.size() == columns.size() ? line : withoutCursor(line));
        return true;
    }

    private boolean isRead(byte[] line) {
        if (TextLine.isSimple(line)) {
            return true;
        }
        TextRows.ends(line, ends);
        boolean whole = true;
        for (int column = 0, start = 0; column < ends.length; start = ends[column++] + 1) {
            nulls[column] |= TextRows.isNull(line, start, ends[column]);
        }
        for (int column : cursor) {
            int start = column == 0 ? 0 : ends[column - 1] + 1;
            whole &= !TextRows.isNull(line, start, ends[column]);
        }
        return whole && isUtf8(line);
    }

    /** A database of the encoding SQL_ASCII sends whatever it holds. */
    private static boolean isUtf8(byte[] line) {
        if (new String(line, StandardCharsets.UTF_8).indexOf('\ufffd') < 0) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private byte[] withoutCursor(byte[] line) {
        TextRows.ends(line, ends);
        byte[] row = Arrays.copyOf(line, ends[rowColumns.size() - 1] + 1);
        row[row.length - 1] = '\n';
        return row;
    }

    @Override
    public long sent() {
        return lines.size() + (next == null ? 0L : 1L);
    }

    @Override
    public PageQuery.Page page() {
        boolean[] booleans = new boolean[rowColumns.size()];
        for (QueryShape.Column column : shape.columns()) {
            int place = rowColumns.indexOf(column.name());
            if (place >= 0) {
                booleans[place] = column.type().equals("bool");
            }
        }
        TextRows rows =
                new TextRows(rowColumns, booleans, Arrays.copyOf(nulls, booleans.length), lines.toArray(byte[][]::new));
        return new PageQuery.Page(rows, last == null ? List.of() : cursor(last), next == null ? null : cursor(next));
    }

    private List<String> cursor(byte[] line) {
        List<String> values = new ArrayList<>();
        for (int column : cursor) {
            values.add(String.valueOf(TextRows.text(line, column)));
        }
        return values;
    }
}
