package io.cameletl.internal.source.query;

import io.cameletl.Rows;
import io.cameletl.internal.values.ValueReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a result into arrays; every cell crosses as text, of which the cursor is made in either mode. */
final class ResultReader {
    private final QueryShape shape;
    private final @Nullable ValueReader[] readers;
    private final int[] cursor;

    ResultReader(QueryShape shape, ValueMode mode) {
        this.shape = shape;
        this.readers = shape.columns().stream()
                .map(column -> mode == ValueMode.TEXT
                        ? ValueReader.ofText(column.type())
                        : ValueReader.ofJava(column.type(), column.isArray()))
                .toArray(ValueReader[]::new);
        this.cursor = shape.cursorIndexes();
    }

    /**
     * @param first how many rows the page holds at most; the result may have one more
     * @return null when a cursor column holds a NULL where the shape knows of none
     */
    @Nullable
    QueryPage read(ResultSet result, int first) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(first, 10_000));
        @Nullable String[] texts = new String[readers.length];
        List<String> next = null;
        while (result.next()) {
            if (rows.size() == first) {
                next = nextCursor(result);
                break;
            }
            rows.add(row(result, texts));
            if (hasNull(texts)) {
                return null;
            }
        }
        return new QueryPage(new Rows(shape.names(), rows), rows.isEmpty() ? List.of() : cursorOf(texts), next);
    }

    private @Nullable Object[] row(ResultSet result, @Nullable String[] texts) throws SQLException {
        @Nullable Object[] row = new Object[readers.length];
        for (int i = 0; i < row.length; i++) {
            String text = result.getString(i + 1);
            texts[i] = text;
            ValueReader reader = readers[i];
            row[i] = reader == null || text == null ? text : reader.read(text);
        }
        return row;
    }

    private boolean hasNull(@Nullable String[] texts) {
        for (int i : cursor) {
            if (texts[i] == null) {
                return true;
            }
        }
        return false;
    }

    private List<String> cursorOf(@Nullable String[] texts) {
        List<String> values = new ArrayList<>(cursor.length);
        for (int i : cursor) {
            values.add(String.valueOf(texts[i]));
        }
        return values;
    }

    private List<String> nextCursor(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>(cursor.length);
        for (int i : cursor) {
            values.add(String.valueOf(result.getString(i + 1)));
        }
        return values;
    }
}
