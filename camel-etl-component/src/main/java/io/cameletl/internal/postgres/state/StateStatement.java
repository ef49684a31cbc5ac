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
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds a statement's values in their order. Closing it closes the statement and its result. */
final class StateStatement implements AutoCloseable {
    /** A row kept locked by somebody's open transaction must not hang a run for ever. Kept by the driver, in seconds. */
    private static final int TIMEOUT = 30;

    private final PreparedStatement statement;
    private int bound;

    private StateStatement(PreparedStatement statement) {
        this.statement = statement;
    }

    static StateStatement of(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT);
        return new StateStatement(statement);
    }

    StateStatement text(@Nullable String value) throws SQLException {
        statement.setString(++bound, value);
        return this;
    }

    StateStatement number(long value) throws SQLException {
        statement.setLong(++bound, value);
        return this;
    }

    StateStatement truth(boolean value) throws SQLException {
        statement.setBoolean(++bound, value);
        return this;
    }

    StateStatement texts(Stream<@Nullable String> values) throws SQLException {
        return array("text", values.toArray());
    }

    StateStatement numbers(Collection<Long> values) throws SQLException {
        return array("int8", values.toArray());
    }

    private StateStatement array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++bound, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    StateStatement seconds(Duration value) throws SQLException {
        statement.setDouble(++bound, value.toNanos() / 1e9);
        return this;
    }

    /**
     * Cut to PostgreSQL's microseconds, not rounded: a window must never end later than it was asked for, or what
     * changed between the two ends would be in no window.
     */
    StateStatement time(@Nullable Instant value) throws SQLException {
        bound++;
        if (value == null) {
            statement.setNull(bound, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(bound, OffsetDateTime.ofInstant(value.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
        }
        return this;
    }

    ResultSet query() throws SQLException {
        return statement.executeQuery();
    }

    int update() throws SQLException {
        return statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
