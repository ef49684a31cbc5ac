package io.cameletl.internal.checksum;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A statement with its values, or a part of one. A value is a text, a number or a list of these, which is an array.
 *
 * @param sql with a question mark for each value
 * @param values the values in their order
 */
public record Query(String sql, List<Object> values) {
    /** A part without values. */
    public static Query of(String sql) {
        return new Query(sql, List.of());
    }

    /** A part with values. */
    public static Query of(String sql, Object... values) {
        return new Query(sql, Arrays.asList(values));
    }

    /** @return this, then another */
    public Query then(Query next) {
        return new Query(
                sql + next.sql,
                Stream.concat(values.stream(), next.values.stream()).toList());
    }

    /** @return this, then what has no values */
    public Query then(String next) {
        return then(of(next));
    }

    /** @return several parts with something between them */
    public static Query join(String between, List<Query> parts) {
        return new Query(
                parts.stream().map(Query::sql).collect(Collectors.joining(between)),
                parts.stream().flatMap(part -> part.values.stream()).toList());
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** @param settings a statement to be executed before in the same round trip, with a semicolon */
    public <T> List<T> all(Connection connection, String settings, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = prepare(connection, settings)) {
            statement.execute();
            statement.getMoreResults();
            List<T> all = new ArrayList<>();
            try (ResultSet row = statement.getResultSet()) {
                while (row.next()) {
                    all.add(reading.of(row));
                }
            }
            return all;
        }
    }

    /** @return the statement with its values, behind the settings */
    public PreparedStatement prepare(Connection connection, String settings) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(settings + sql);
        try {
            // Never a server-side prepared statement: its results come in binary, and it is planned without the values.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            for (int i = 0; i < values.size(); i++) {
                bind(connection, statement, i + 1, values.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int place, Object value)
            throws SQLException {
        if (value instanceof List<?> list) {
            boolean numbers = !list.isEmpty() && list.get(0) instanceof Number;
            statement.setArray(place, connection.createArrayOf(numbers ? "int8" : "text", list.toArray()));
        } else if (value instanceof Number number) {
            statement.setLong(place, number.longValue());
        } else {
            statement.setObject(place, value, Types.OTHER);
        }
    }

    /** @return texts as an array's elements, of which some may be null */
    public static List<@Nullable String> texts(Stream<@Nullable String> texts) {
        List<@Nullable String> list = new ArrayList<>();
        texts.forEach(list::add);
        return list;
    }
}
