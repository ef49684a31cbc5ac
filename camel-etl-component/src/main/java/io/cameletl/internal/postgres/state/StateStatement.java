package io.cameletl.internal.postgres.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A statement: first its values in their order, then its rows or how many it wrote. */
final class StateStatement {
    /** In seconds. A row kept locked by somebody's open transaction must not hang a run for ever. */
    private static final int TIMEOUT = 30;

    private final Connection connection;
    private final String sql;
    private final List<Value> values = new ArrayList<>();

    StateStatement(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** A text, as the database can hold it: {@link StorableText}. */
    StateStatement text(@Nullable String value) {
        return with((statement, place) ->
                statement.setString(place, StorableText.of(connection).text(value)));
    }

    /** JSON, as the database can hold it. */
    StateStatement json(@Nullable String value) {
        return with((statement, place) ->
                statement.setString(place, StorableText.of(connection).json(value)));
    }

    StateStatement number(long value) {
        return with((statement, place) -> statement.setLong(place, value));
    }

    StateStatement truth(boolean value) {
        return with((statement, place) -> statement.setBoolean(place, value));
    }

    StateStatement texts(Stream<@Nullable String> texts) {
        return array("text", texts, StorableText::text);
    }

    StateStatement jsons(Stream<String> jsons) {
        return array("text", jsons, StorableText::json);
    }

    StateStatement numbers(Collection<Long> numbers) {
        return array("int8", numbers.stream(), (storable, number) -> number);
    }

    private <T extends @Nullable Object> StateStatement array(
            String type, Stream<T> elements, BiFunction<StorableText, T, @Nullable Object> held) {
        List<T> list = elements.toList();
        return with((statement, place) -> {
            StorableText storable = StorableText.of(connection);
            statement.setArray(
                    place,
                    connection.createArrayOf(
                            type,
                            list.stream()
                                    .map(element -> held.apply(storable, element))
                                    .toArray()));
        });
    }

    StateStatement seconds(@Nullable Duration value) {
        return with((statement, place) ->
                statement.setObject(place, value == null ? null : value.toNanos() / 1e9, Types.DOUBLE));
    }

    /**
     * Cut to PostgreSQL's microseconds, not rounded: a window must never end later than it was asked for, or what
     * changed between the two ends would be in no window.
     */
    StateStatement time(@Nullable Instant value) {
        if (value == null) {
            return with((statement, place) -> statement.setNull(place, Types.TIMESTAMP_WITH_TIMEZONE));
        }
        OffsetDateTime cut = OffsetDateTime.ofInstant(value.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        return with((statement, place) -> statement.setObject(place, cut));
    }

    private StateStatement with(Value value) {
        values.add(value);
        return this;
    }

    /** @return what is read from the first row; null when there is none */
    <T> @Nullable T first(Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = prepare();
                ResultSet result = statement.executeQuery()) {
            return result.next() ? reading.of(new StateRow(result)) : null;
        }
    }

    /** @return what is read from each row */
    <T> List<T> all(Reading<T> reading) throws SQLException {
        List<T> read = new ArrayList<>();
        try (PreparedStatement statement = prepare();
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                read.add(reading.of(new StateRow(result)));
            }
        }
        return read;
    }

    /** @return how many rows were written */
    int update() throws SQLException {
        try (PreparedStatement statement = prepare()) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(TIMEOUT);
            for (int i = 0; i < values.size(); i++) {
                values.get(i).bind(statement, i + 1);
            }
            return statement;
        } catch (Throwable failure) {
            statement.close();
            throw failure;
        }
    }

    /** Makes something of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(StateRow row) throws SQLException;
    }

    @FunctionalInterface
    private interface Value {
        void bind(PreparedStatement statement, int place) throws SQLException;
    }
}
