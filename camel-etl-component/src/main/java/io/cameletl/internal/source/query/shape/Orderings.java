package io.cameletl.internal.source.query.shape;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks up in the catalog how the cursor columns' types are ordered. */
public final class Orderings {
    private static final String SQL = SqlResource.read(Orderings.class, "orderings.sql");

    /** The numbers that B-tree operator families have for their operators. */
    private static final int LESS = 1;

    private static final int AT_MOST = 2;
    private static final int EQUAL = 3;
    private static final int AT_LEAST = 4;
    private static final int GREATER = 5;

    private final QuerySpec spec;
    private final QueryText query;

    public Orderings(QuerySpec spec, QueryText query) {
        this.spec = spec;
        this.query = query;
    }

    /**
     * @param columns the cursor's columns
     * @return how each is ordered
     * @throws EtlException when the values of one have no order
     */
    public List<Ordering> of(Connection connection, String settings, List<QueryShape.Column> columns)
            throws SQLException {
        String types;
        try (PreparedStatement statement = connection.prepareStatement(settings + typesSql(query, columns));
                ResultSet result = QuerySession.execute(statement)) {
            result.next();
            types = result.getString(1);
        }
        @Nullable String[][] operators = new @Nullable String[columns.size()][GREATER + 1];
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, types);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    @Nullable String[] column = operators[result.getInt("place") - 1];
                    column[0] = name(result, "type_schema")
                            + Identifier.of(result.getString("type_name")).sql();
                    if (result.getString("operator_name") != null) {
                        column[result.getInt("strategy")] =
                                "OPERATOR(" + name(result, "operator_schema") + result.getString("operator_name") + ")";
                    }
                }
            }
        }
        List<Ordering> orderings = new ArrayList<>();
        for (int i = 0; i < operators.length; i++) {
            orderings.add(ordering(columns.get(i), operators[i]));
        }
        return orderings;
    }

    private static String name(ResultSet result, String schema) throws SQLException {
        return Identifier.of(result.getString(schema)).sql() + ".";
    }

    private Ordering ordering(QueryShape.Column column, @Nullable String[] names) {
        if (Arrays.stream(names, LESS, names.length).anyMatch(name -> name == null)) {
            throw new EtlException(
                    spec.pipeline(),
                    "the cursor column " + Identifier.of(column.name()) + " is of the type " + names[0]
                            + ", whose values have no order (it has no default btree operator class). Name another in"
                            + " cursorColumns, or cast it in the query");
        }
        return new Ordering(
                String.valueOf(names[0]),
                String.valueOf(names[LESS]),
                String.valueOf(names[AT_MOST]),
                String.valueOf(names[EQUAL]),
                String.valueOf(names[AT_LEAST]),
                String.valueOf(names[GREATER]));
    }

    /** Asks for the types' numbers, as an array's text. No row of the query is read, and there is one in the answer. */
    public static String typesSql(QueryText query, List<QueryShape.Column> columns) {
        return columns.stream()
                        .map(column ->
                                "CAST(pg_catalog.pg_typeof(" + PageSql.column(column.name()) + ") AS pg_catalog.oid)")
                        .collect(Collectors.joining(",\n  ", "SELECT CAST(ARRAY[\n  ", "\n] AS pg_catalog.text)\n"))
                + "FROM (VALUES (1)) one (n)\nLEFT JOIN (\nSELECT q.*\nFROM (\n" + query.sql()
                + "\n) q\nLIMIT 0\n) q ON true";
    }
}
