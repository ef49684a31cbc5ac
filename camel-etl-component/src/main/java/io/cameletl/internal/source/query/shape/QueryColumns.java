package io.cameletl.internal.source.query.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.internal.jdbc.DriverLookUps;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.source.database.ResultTypes;
import io.cameletl.internal.source.database.ResultTypes.ResultColumn;
import io.cameletl.internal.source.database.ResultTypes.Typed;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the server for the types of a query's columns, and which of them are the key of its table. No row is read. */
final class QueryColumns {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a plan is made of that gives each row of a table at most once. */
    private static final Set<String> ONCE = Set.of(
            "Append",
            "Bitmap Heap Scan",
            "Bitmap Index Scan",
            "BitmapAnd",
            "BitmapOr",
            "Gather",
            "Gather Merge",
            "Incremental Sort",
            "Index Only Scan",
            "Index Scan",
            "Merge Append",
            "Result",
            "Seq Scan",
            "Sort",
            "Subquery Scan");

    private final QueryText query;
    private final String settings;
    private final QueryShape shape;

    /** @param settings a statement to be executed before, with a semicolon */
    QueryColumns(QueryText query, String settings, QueryShape shape) {
        this.query = query;
        this.settings = settings;
        this.shape = shape;
    }

    QueryShape shape() {
        return shape;
    }

    /** @return the types, and the key that the table has by itself */
    Typed ask(Connection connection) throws SQLException {
        return ResultTypes.of(connection, result(connection));
    }

    /** The types come from the server, since the driver knows domains only as what they are made of. */
    private List<ResultColumn> result(Connection connection) throws SQLException {
        String types = shape.rowColumns().stream()
                .map(name -> "pg_catalog.pg_typeof(q." + Identifier.of(name).sql() + ")::pg_catalog.oid")
                .collect(Collectors.joining(", "));
        String rows = "SELECT q.*\nFROM (\n" + query.sql() + "\n) q\nLIMIT 0";
        List<ResultColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(settings + "SELECT " + types
                + "\nFROM (SELECT) AS one\nLEFT JOIN LATERAL (\n" + rows + ") AS q ON true;\n" + rows)) {
            statement.execute();
            statement.getMoreResults();
            List<Long> oids = new ArrayList<>();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                for (int i = 1; i <= shape.rowColumns().size(); i++) {
                    oids.add(row.getLong(i));
                }
            }
            statement.getMoreResults();
            try (ResultSet result = statement.getResultSet()) {
                ResultSetMetaData meta = result.getMetaData();
                List<Origin> origins = DriverLookUps.on(connection, same -> Origin.of(meta, shape.rowIndexes()));
                for (int i = 0; i < oids.size(); i++) {
                    Origin origin = origins.get(i);
                    columns.add(new ResultColumn(
                            shape.rowColumns().get(i),
                            oids.get(i),
                            origin.schema(),
                            origin.table(),
                            origin.column(),
                            query.makesNulls()));
                }
            }
        }
        return columns;
    }

    /**
     * @return whether no row of a table comes twice, as it may by a join, or a function that returns a set; false where that
     *     is not certain
     */
    boolean givesRowsOnce(Connection connection) throws SQLException {
        if (query.combinesRows()) {
            return false;
        }
        String explain = settings + "EXPLAIN (FORMAT JSON) SELECT q.*\nFROM (\n" + query.sql() + "\n) q";
        try (PreparedStatement statement = connection.prepareStatement(explain);
                ResultSet lines = QuerySession.execute(statement)) {
            return JSON.readTree(Sql.lines(lines)).findValues("Node Type").stream()
                    .map(JsonNode::asText)
                    .allMatch(ONCE::contains);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan as JSON is JSON", e);
        }
    }
}
