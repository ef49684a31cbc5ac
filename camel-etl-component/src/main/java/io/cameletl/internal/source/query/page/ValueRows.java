package io.cameletl.internal.source.query.page;

import io.cameletl.Rows;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.internal.values.ValueReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of Java values. Every value crosses as text, whatever the {@link ValueMode}: the cursor is made of the texts. */
final class ValueRows implements PageRows {
    private final ResultTexts result;
    private final QueryShape shape;
    private final @Nullable ValueReader[] readers;
    private final int[] cursor;
    private final int[] row;
    private final int[] read;
    private final List<@Nullable Object[]> rows;
    private final @Nullable String[] texts;

    /** @param expected how many rows there may be */
    ValueRows(ResultTexts result, QueryShape shape, ValueMode mode, int expected) {
        this.result = result;
        this.shape = shape;
        this.readers = shape.columns().stream()
                .map(column -> mode == ValueMode.TEXT
                        ? ValueReader.ofText(column.type())
                        : ValueReader.ofJava(column.type(), column.isArray()))
                .toArray(ValueReader[]::new);
        this.cursor = shape.cursorIndexes();
        this.row = shape.rowIndexes();
        this.read = IntStream.concat(Arrays.stream(row), Arrays.stream(cursor))
                .distinct()
                .toArray();
        this.rows = new ArrayList<>(expected);
        this.texts = new String[readers.length];
    }

    @Override
    public boolean add(ResultSet current) throws SQLException {
        for (int column : read) {
            texts[column] = result.text(current, column);
        }
        @Nullable Object[] values = new Object[row.length];
        for (int i = 0; i < values.length; i++) {
            String text = texts[row[i]];
            ValueReader reader = readers[row[i]];
            values[i] = reader == null || text == null ? text : reader.read(text);
        }
        rows.add(values);
        return Arrays.stream(cursor).noneMatch(column -> texts[column] == null);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Rows rows() {
        return new Rows(shape.rowColumns(), rows);
    }

    @Override
    public List<String> cursor() {
        List<String> values = new ArrayList<>(cursor.length);
        for (int column : cursor) {
            values.add(String.valueOf(texts[column]));
        }
        return values;
    }
}
