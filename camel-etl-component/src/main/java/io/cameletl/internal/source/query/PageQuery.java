package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.values.TimeReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;

/** Executes the page statement. */
final class PageQuery {
    private static final int TEXT_FORMAT = 0;

    private final QuerySpec spec;
    private final QueryText query;
    private final QueryShape shape;

    PageQuery(QuerySpec spec, QueryText query, QueryShape shape) {
        this.spec = spec;
        this.query = query;
        this.shape = shape;
    }

    /** Null when the result's columns are no longer those of the shape. */
    @Nullable
    QueryPage read(Connection connection, ExtractRequest<KeysetCursor> request) throws SQLException {
        KeysetCursor after = request.after();
        try (PreparedStatement statement = connection.prepareStatement(PageSql.of(query, shape, after != null))) {
            // Never a server-side prepared statement: those come back in binary, which the driver would then print in
            // its own way, and are planned without the cursor's values.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            bind(statement, request, after);
            try (ResultSet result = statement.executeQuery()) {
                return read(result, request.first());
            }
        }
    }

    private void bind(PreparedStatement statement, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor after)
            throws SQLException {
        int parameter = 1;
        if (after != null) {
            for (String column : spec.cursorColumns()) {
                statement.setObject(parameter++, after.values().get(column), Types.OTHER);
            }
        }
        if (shape.hasWindow()) {
            statement.setObject(parameter++, TimeReader.of(request.beforeAt(), spec.zone()), Types.OTHER);
        }
        statement.setLong(parameter, request.first() + 1L);
    }

    private @Nullable QueryPage read(ResultSet result, int first) throws SQLException {
        if (!result.isBeforeFirst()) {
            return new ResultReader(shape, spec.mode()).read(result, first);
        }
        ResultSetMetaData meta = result.getMetaData();
        if (!shape.fits(meta)) {
            return null;
        }
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            if (meta.unwrap(PGResultSetMetaData.class).getFormat(i) != TEXT_FORMAT) {
                throw new EtlException(
                        spec.pipeline(),
                        "sourceDataSource makes the driver send every result in binary (prepareThreshold=-1), of which"
                                + " a query source cannot read the server's text. Leave that setting out");
            }
        }
        return new ResultReader(shape, spec.mode()).read(result, first);
    }
}
