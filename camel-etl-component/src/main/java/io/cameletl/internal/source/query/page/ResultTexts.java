package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/** Reads the texts of a page's result. */
record ResultTexts(QuerySpec spec, QueryShape shape) {
    private static final int TEXT_FORMAT = 0;

    /** @throws EtlException when the result comes in binary */
    void requireText(ResultSetMetaData meta) throws SQLException {
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            if (meta.unwrap(PGResultSetMetaData.class).getFormat(i) != TEXT_FORMAT) {
                throw new EtlException(
                        spec.pipeline(),
                        "sourceDataSource makes the driver send every result in binary (prepareThreshold=-1), of which"
                                + " a query source cannot read the server's text. Leave that setting out");
            }
        }
    }

    /**
     * @param column its place, from 0
     * @return the text in the result's current row; null for NULL
     */
    @Nullable
    String text(ResultSet result, int column) throws SQLException {
        try {
            return result.getString(column + 1);
        } catch (SQLException e) {
            // The driver has the bytes, and cannot make a text of them.
            throw UnreadableRow.error(
                    spec, key(result, column), shape.columns().get(column).name(), e);
        }
    }

    private String key(ResultSet result, int unreadable) throws SQLException {
        for (int i : shape.cursorIndexes()) {
            if (i == unreadable) {
                return "";
            }
        }
        return UnreadableRow.key(shape, cursor(result));
    }

    /** @return the current row's cursor values as text */
    List<String> cursor(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i : shape.cursorIndexes()) {
            values.add(String.valueOf(text(result, i)));
        }
        return values;
    }
}
