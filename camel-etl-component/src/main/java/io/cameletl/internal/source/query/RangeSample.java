package io.cameletl.internal.source.query;

import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.spec.Ranged.Boundaries;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.source.query.page.PageStatement;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.Origin;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Divides a query's rows by a sample of the table that its cursor's columns are from: some blocks of it, wherever they are,
 * whose rows are put in order. Any cursor divides rows exactly; the sample only makes the ranges about as large. What the
 * query leaves out of the table, or adds to it, makes them less alike, and nothing else.
 *
 * @param request after which cursor, and before which time, rows are read
 * @param most how many ranges at most
 * @param least how many rows a range has at least
 */
record RangeSample(QuerySpec spec, ExtractRequest<KeysetCursor> request, int most, long least) {
    private static final String BLOCKS = SqlResource.read(RangeSample.class, "blocks.sql");

    /** So many blocks are read in a moment, and tell ranges apart well enough. */
    private static final long SAMPLED_BLOCKS = 1_000;

    /** Into so many parts the sample is cut for each range, so that fewer ranges are about as large, too. */
    private static final int PARTS = 16;

    /**
     * @param check tells where the cursor's columns are from
     * @param settings a statement to be executed before, with a semicolon
     * @return no boundary where the columns are not those of one table, or it has few rows
     */
    Boundaries<KeysetCursor> take(Connection connection, QueryCheck check, String settings, QueryShape shape)
            throws SQLException {
        List<Origin> origins = check.probe(connection, request.after());
        Set<QualifiedName> tables = origins.stream()
                .filter(origin -> !origin.table().isEmpty())
                .map(origin -> new QualifiedName(origin.schema(), origin.table()))
                .collect(Collectors.toSet());
        boolean oneTable = tables.size() == 1
                && origins.stream().noneMatch(origin -> origin.table().isEmpty());
        long blocks = oneTable ? blocks(connection, tables.iterator().next()) : 0;
        return blocks == 0 ? new Boundaries<>(List.of(), 0) : of(connection, settings, shape, origins, blocks);
    }

    /** @return how many blocks the table has; 0 for one that cannot be sampled */
    private static long blocks(Connection connection, QualifiedName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BLOCKS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private Boundaries<KeysetCursor> of(
            Connection connection, String settings, QueryShape shape, List<Origin> origins, long blocks)
            throws SQLException {
        double percent = Math.min(100.0, 100.0 * SAMPLED_BLOCKS / blocks);
        List<List<String>> rows = new ArrayList<>();
        long total = 0;
        PageStatement statements = new PageStatement(spec, sampled(origins, shape), settings, shape);
        try (PreparedStatement statement =
                        statements.prepare(connection, sql(statements.query(), shape, request.after() != null));
                ResultSet result = execute(statements, statement, percent)) {
            while (result.next()) {
                rows.add(values(result, origins.size()));
                total = Math.round(result.getLong(origins.size() + 1) * 100.0 / percent);
            }
        }
        return boundaries(rows, total);
    }

    private ResultSet execute(PageStatement statements, PreparedStatement statement, double percent)
            throws SQLException {
        statement.setDouble(1, percent);
        int parameter = statements.bind(statement, 2, request);
        statement.setLong(parameter, (long) most * PARTS);
        statement.setLong(parameter + 1, (long) most * PARTS);
        return QuerySession.execute(statement);
    }

    private static List<String> values(ResultSet row, int columns) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            values.add(row.getString(i));
        }
        return values;
    }

    /** @param rows that divide the sample; the last of them is its last, and divides nothing */
    private Boundaries<KeysetCursor> boundaries(List<List<String>> rows, long total) {
        int found = rows.size();
        int pieces = (int) Math.min(Math.min(most, found), total / Math.max(1, least));
        List<KeysetCursor> cursors = IntStream.range(1, pieces)
                .mapToObj(piece -> rows.get((int) ((long) piece * found / pieces) - 1))
                .distinct()
                .map(spec::cursor)
                .toList();
        return new Boundaries<>(cursors, total / (cursors.size() + 1));
    }

    /** @return a query over some blocks of the table, whose columns have the names that the query gives them */
    private static QueryText sampled(List<Origin> origins, QueryShape shape) {
        String columns = IntStream.range(0, origins.size())
                .mapToObj(i -> "t." + Identifier.of(origins.get(i).column()).sql() + " AS "
                        + Identifier.of(shape.cursor().get(i).name()).sql())
                .collect(Collectors.joining(", "));
        Origin first = origins.get(0);
        String sql = "SELECT " + columns + "\nFROM " + new QualifiedName(first.schema(), first.table()).sql()
                + " AS t TABLESAMPLE pg_catalog.system (CAST(? AS pg_catalog.float4))";
        return new QueryText(sql, Set.of(), Set.of());
    }

    /**
     * Of the sample's rows in order, those with which another part of it is full. The parameters are the percentage, those of
     * {@link PageSql}, and twice the number of parts.
     */
    static String sql(QueryText sample, QueryShape shape, boolean hasCursor) {
        int columns = shape.cursor().size();
        String order = shape.cursor().stream().map(CursorColumn::sql).collect(Collectors.joining(", "));
        String select = IntStream.range(0, columns)
                        .mapToObj(i -> shape.cursor().get(i).sql() + " AS c" + i)
                        .collect(Collectors.joining(", "))
                + ",\n  pg_catalog.row_number() OVER (ORDER BY " + order + ") AS place,\n"
                + "  pg_catalog.count(*) OVER () AS total";
        String list = IntStream.range(0, columns).mapToObj(i -> "s.c" + i).collect(Collectors.joining(", "));
        return "SELECT " + list + ", s.total\nFROM (\n" + PageSql.of(select, sample, shape, hasCursor) + "\n) s\n"
                + "WHERE " + part("s.place") + "\n  OPERATOR(pg_catalog.>) "
                + part("(s.place OPERATOR(pg_catalog.-) 1)") + "\nORDER BY s.place";
    }

    private static String part(String place) {
        return "((" + place + " OPERATOR(pg_catalog.*) CAST(? AS pg_catalog.int8)) OPERATOR(pg_catalog./) s.total)";
    }
}
