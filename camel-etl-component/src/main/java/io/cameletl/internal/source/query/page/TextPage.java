package io.cameletl.internal.source.query.page;

import io.cameletl.internal.records.TextLine;
import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.QueryShape;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows as the server's bytes, to be sent to another server unread. */
final class TextPage implements PageRows {
    private final ResultTexts result;
    private final QueryShape shape;
    private final int[] cursor;
    private final int[] row;
    private final boolean[] printed;
    private final boolean[] isCursor;
    private final int[] omitted;
    private final @Nullable String[] omittedTexts;
    private final TextLine line;
    private final List<byte[]> lines;

    /** @param expected how many rows there may be */
    TextPage(ResultTexts result, QueryShape shape, int expected) {
        this.result = result;
        this.shape = shape;
        this.cursor = shape.cursorIndexes();
        this.row = shape.rowIndexes();
        List<String> rowColumns = shape.rowColumns();
        this.printed = new boolean[row.length];
        this.isCursor = new boolean[row.length];
        List<String> cursorColumns =
                shape.cursor().stream().map(CursorColumn::name).toList();
        for (int i = 0; i < row.length; i++) {
            // The driver reads the text of this type when it is asked for bytes.
            printed[i] = shape.columns().get(row[i]).type().equals("bytea");
            isCursor[i] = cursorColumns.contains(rowColumns.get(i));
        }
        this.omitted = Arrays.stream(cursor)
                .filter(column ->
                        !rowColumns.contains(shape.columns().get(column).name()))
                .toArray();
        this.omittedTexts = new String[shape.columns().size()];
        this.line = new TextLine(row.length);
        this.lines = new ArrayList<>(expected);
    }

    /** @return whether the server sends UTF-8, as it does unless the driver is let change that */
    static boolean suits(Connection connection) throws SQLException {
        return "UTF8".equals(connection.unwrap(PGConnection.class).getParameterStatus("client_encoding"));
    }

    @Override
    public boolean add(ResultSet current) throws SQLException {
        boolean whole = true;
        for (int i = 0; i < row.length; i++) {
            byte[] text = bytes(current, i);
            if (!line.add(text)) {
                // Whether it is UTF-8 indeed: a database of the encoding SQL_ASCII sends whatever it holds.
                result.text(current, row[i]);
            }
            whole &= text != null || !isCursor[i];
        }
        lines.add(line.end());
        for (int column : omitted) {
            String text = result.text(current, column);
            omittedTexts[column] = text;
            whole &= text != null;
        }
        return whole;
    }

    private byte @Nullable [] bytes(ResultSet current, int place) throws SQLException {
        if (!printed[place]) {
            return current.getBytes(row[place] + 1);
        }
        String text = result.text(current, row[place]);
        return text == null ? null : text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public TextRows rows() {
        boolean[] booleans = new boolean[row.length];
        for (int i = 0; i < row.length; i++) {
            booleans[i] = shape.columns().get(row[i]).type().equals("bool");
        }
        return new TextRows(shape.rowColumns(), booleans, line.nulls(), lines.toArray(byte[][]::new));
    }

    @Override
    public List<String> cursor() {
        TextRows rows = rows();
        List<String> values = new ArrayList<>(cursor.length);
        for (int column : cursor) {
            int place = rows.columns().indexOf(shape.columns().get(column).name());
            values.add(String.valueOf(place < 0 ? omittedTexts[column] : rows.text(rows.size() - 1, place)));
        }
        return values;
    }
}
