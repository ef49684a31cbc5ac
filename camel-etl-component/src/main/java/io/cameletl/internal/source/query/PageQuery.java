package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.Rows;
import io.cameletl.internal.source.query.QuerySpec.ValueMode;
import io.cameletl.internal.values.TimeWriter;
import io.cameletl.internal.values.ValueReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;

/**
 * Executes the page statement and reads its result. Every value crosses as text, whatever the {@link ValueMode}: the cursor
 * is made of the texts.
 */
final class PageQuery {
    private static final int TEXT_FORMAT = 0;

    private final QuerySpec spec;
    private final QueryText query;
    private final QueryShape shape;
    private final @Nullable ValueReader[] readers;
    private final int[] cursor;
    private final int[] row;
    private final int[] omitted;

    PageQuery(QuerySpec spec, QueryText query, QueryShape shape) {
        this.spec = spec;
        this.query = query;
        this.shape = shape;
        this.readers = shape.columns().stream()
                .map(column -> spec.mode() == ValueMode.TEXT
                        ? ValueReader.ofText(column.type())
                        : ValueReader.ofJava(column.type(), column.isArray()))
                .toArray(ValueReader[]::new);
        this.cursor = shape.cursorIndexes();
        this.row = shape.rowIndexes();
        this.omitted = Arrays.stream(cursor)
                .filter(i -> shape.omitted().contains(shape.columns().get(i).name()))
                .toArray();
    }

    /**
     * A page as it was read.
     *
     * @param rows its rows
     * @param end the last row's cursor values as text; empty when there are no rows
     * @param next the cursor values of the row that follows; null when there is none
     */
    record Page(Rows rows, List<String> end, @Nullable List<String> next) {}

    /**
     * @return the page; null when the result's columns are no longer those of the shape, or a cursor column holds a NULL
     *     where the shape has none
     */
    @Nullable
    Page read(Connection connection, ExtractRequest<KeysetCursor> request) throws SQLException {
        KeysetCursor after = request.after();
        try (PreparedStatement statement = connection.prepareStatement(PageSql.of(query, shape, after != null))) {
            // Never a server-side prepared statement: its results come in binary, which the driver would print in its
            // own
            // way, and it is planned without the cursor's values.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            bind(statement, request, after, request.pageSize() + 1L);
            try (ResultSet result = statement.executeQuery()) {
                if (result.isBeforeFirst()) {
                    if (!shape.fits(result.getMetaData())) {
                        return null;
                    }
                    requireText(result.getMetaData());
                }
                return page(result, request.pageSize());
            }
        }
    }

    /**
     * Executes a page's statement and reads no row: what the server has against the order, the window or the cursor shows.
     *
     * @return where the cursor's columns come from, in their order
     */
    List<Origin> probe(Connection connection, ExtractRequest<KeysetCursor> request) throws SQLException {
        KeysetCursor after = request.after();
        try (PreparedStatement statement = connection.prepareStatement(PageSql.of(query, shape, after != null))) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            bind(statement, request, after, 0);
            try (ResultSet result = statement.executeQuery()) {
                PGResultSetMetaData meta = result.getMetaData().unwrap(PGResultSetMetaData.class);
                List<Origin> origins = new ArrayList<>();
                for (int i : cursor) {
                    origins.add(new Origin(
                            meta.getBaseSchemaName(i + 1),
                            meta.getBaseTableName(i + 1),
                            meta.getBaseColumnName(i + 1)));
                }
                return origins;
            }
        }
    }

    /**
     * The table's column that a column of the result is; of empty names when it is none.
     *
     * @param schema the table's schema
     * @param table the table, or the view
     * @param column the column
     */
    record Origin(String schema, String table, String column) {}

    private void bind(
            PreparedStatement statement, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor after, long limit)
            throws SQLException {
        int parameter = 1;
        if (after != null) {
            for (String column : spec.cursorColumns()) {
                statement.setObject(parameter++, after.values().get(column), Types.OTHER);
            }
        }
        if (shape.hasWindow()) {
            statement.setObject(parameter++, TimeWriter.inZone(request.beforeAt(), spec.zone()), Types.OTHER);
        }
        statement.setLong(parameter, limit);
    }

    private void requireText(ResultSetMetaData meta) throws SQLException {
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            if (meta.unwrap(PGResultSetMetaData.class).getFormat(i) != TEXT_FORMAT) {
                throw new EtlException(
                        spec.pipeline(),
                        "sourceDataSource makes the driver send every result in binary (prepareThreshold=-1), of which"
                                + " a query source cannot read the server's text. Leave that setting out");
            }
        }
    }

    /** @param pageSize how many rows the page holds at most; the result may have one more */
    private @Nullable Page page(ResultSet result, int pageSize) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(pageSize, 10_000));
        @Nullable String[] texts = new String[readers.length];
        List<String> next = null;
        while (result.next()) {
            if (rows.size() == pageSize) {
                next = nextCursor(result);
                break;
            }
            rows.add(row(result, texts));
            if (hasNull(texts)) {
                return null;
            }
        }
        return new Page(new Rows(shape.rowColumns(), rows), rows.isEmpty() ? List.of() : cursorOf(texts), next);
    }

    private @Nullable Object[] row(ResultSet result, @Nullable String[] texts) throws SQLException {
        @Nullable Object[] values = new Object[row.length];
        for (int i = 0; i < values.length; i++) {
            int column = row[i];
            String text = result.getString(column + 1);
            texts[column] = text;
            ValueReader reader = readers[column];
            values[i] = reader == null || text == null ? text : reader.read(text);
        }
        for (int column : omitted) {
            texts[column] = result.getString(column + 1);
        }
        return values;
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
