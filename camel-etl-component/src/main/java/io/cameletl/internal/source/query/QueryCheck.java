package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.DriverLookUps;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.server.OpenSchemas;
import io.cameletl.internal.source.query.page.PageStatement;
import io.cameletl.internal.source.query.shape.Origin;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a query before its first page is read: whether the server executes a page's statement, whether the cursor
 * columns tell rows apart, and whether an index has their order. No row is read.
 */
final class QueryCheck {
    private static final Log LOG = Log.of(QueryCheck.class);

    private final QuerySpec spec;
    private final QueryText query;
    private final String settings;
    private final QueryShape shape;
    private final List<String> warnings = new ArrayList<>();
    private @Nullable String origin;

    /** @param settings a statement to be executed before, with a semicolon */
    QueryCheck(QuerySpec spec, QueryText query, String settings, QueryShape shape) {
        this.spec = spec;
        this.query = query;
        this.settings = settings;
        this.shape = shape;
    }

    /**
     * @param seed the cursor after which a new pipeline starts; null for none
     * @return what works, and yet is hardly meant
     * @throws EtlException when rows could not be told apart
     */
    List<String> check(Connection connection, @Nullable KeysetCursor seed) throws SQLException {
        List<Origin> origins = probe(connection, seed);
        origin = Origin.oneTable(connection.getCatalog(), origins);
        if (query.sortsInVain()) {
            warnings.add("the query has an ORDER BY of its own, which sorts each page's rows once more and decides"
                    + " nothing: rows come in the order of cursorColumns. Leave it out");
        }
        if (shape.cursor().get(0).column().sqlType() == Types.DATE) {
            warnings.add("the first of cursorColumns=" + spec.cursorColumns() + " is a date, so that rows are read once"
                    + " their day is over in sourceTimeZone=" + spec.zone() + ", which must be where the dates are"
                    + " taken: those of today come tomorrow. Where they should come earlier, put a timestamptz first");
        }
        checkKey(connection, origins);
        checkSchemas(connection);
        return warnings;
    }

    /** @return the database and table that the check found the cursor's columns in; null when it is not one */
    @Nullable
    String origin() {
        return origin;
    }

    /**
     * Executes a page's statement and reads no row: what the server has against the order, the window or the cursor shows.
     *
     * @return where the cursor's columns come from, in their order
     */
    List<Origin> probe(Connection connection, @Nullable KeysetCursor seed) throws SQLException {
        ExtractRequest<KeysetCursor> request =
                new ExtractRequest<>(spec.pipeline(), seed, 1, ExtractRequest.BEGINNING, ExtractRequest.BEGINNING);
        try (PreparedStatement statement =
                        new PageStatement(spec, query, settings, shape).prepare(connection, request, 0);
                ResultSet result = QuerySession.execute(statement)) {
            ResultSetMetaData meta = result.getMetaData();
            return DriverLookUps.on(connection, same -> Origin.of(meta, shape.cursorIndexes()));
        }
    }

    private void checkSchemas(Connection connection) throws SQLException {
        try {
            warnings.addAll(OpenSchemas.warnings(connection, "sourceDataSource"));
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw e;
            }
            LOG.debug(spec.pipeline(), "pipeline {}: the source does not tell of its schemas", spec.pipeline(), e);
        }
    }

    private void checkKey(Connection connection, List<Origin> origins) throws SQLException {
        SourceIndexes indexes = query.combinesRows() ? null : indexes(connection, origins);
        List<String> columns = origins.stream().map(Origin::column).toList();
        boolean apart = query.combinesRows() || (indexes != null && indexes.tellApart(columns));
        boolean timeAlone = shape.cursor().size() == 1 && shape.hasWindow();
        if (timeAlone && !apart) {
            String rule = "cursorColumns=" + spec.cursorColumns() + " is a time alone, which rows may share: at the end"
                    + " of a page they could not be told apart. Add a unique column, as in cursorColumns="
                    + spec.cursorColumns().get(0) + ",id";
            if (indexes != null) {
                throw new EtlException(spec.pipeline(), rule);
            }
            warnings.add(rule);
        } else if (indexes != null && !apart) {
            warnings.add("no unique index says that cursorColumns=" + spec.cursorColumns() + " tell any two rows apart:"
                    + " where a page ends between two rows of the same values, the run fails. Add a unique column to"
                    + " cursorColumns, or create a unique index");
        }
        if (indexes != null && !indexes.isSmall() && !indexes.order(columns, operators())) {
            warnings.add("no index has the order of cursorColumns=" + spec.cursorColumns() + ", so that each page sorts"
                    + " all rows after the cursor. Let the source's owner create one: " + createIndex(origins));
        }
    }

    private List<String> operators() {
        return shape.cursor().stream()
                .map(column -> column.ordering().greater())
                .toList();
    }

    /** @return null when the columns are not those of one table, or the server does not tell of its indexes */
    private @Nullable SourceIndexes indexes(Connection connection, List<Origin> origins) throws SQLException {
        Origin first = origins.get(0);
        boolean oneTable = !first.table().isEmpty()
                && origins.stream()
                        .allMatch(each -> each.table().equals(first.table())
                                && each.schema().equals(first.schema()));
        if (!oneTable) {
            return null;
        }
        try {
            return SourceIndexes.of(connection, first.schema(), first.table());
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw e;
            }
            LOG.debug(spec.pipeline(), "pipeline {}: the source does not tell of its indexes", spec.pipeline(), e);
            return null;
        }
    }

    private static String createIndex(List<Origin> origins) {
        Origin first = origins.get(0);
        return "CREATE INDEX ON " + new QualifiedName(first.schema(), first.table()).sql()
                + origins.stream()
                        .map(origin -> Identifier.of(origin.column()).sql())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
