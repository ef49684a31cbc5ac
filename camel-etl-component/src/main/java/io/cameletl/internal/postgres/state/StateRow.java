package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.jdbc.SqlStates;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns, counted from 1. Times come as seconds since 1970, so that no session's or JVM's zone has a say.
 *
 * @param result at the row
 */
record StateRow(ResultSet result) {
    /** Far more than were ever counted, and far from where counting ends. */
    private static final long MAX_COUNT = 1L << 62;

    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    /** A column that may be null. */
    @Nullable
    String optional(int column) throws SQLException {
        return result.getString(column);
    }

    String text(int column) throws SQLException {
        return result.getString(column);
    }

    /** 0 for null. */
    long number(int column) throws SQLException {
        return result.getLong(column);
    }

    @Nullable
    Long optionalNumber(int column) throws SQLException {
        return result.getObject(column, Long.class);
    }

    @Nullable
    Double fraction(int column) throws SQLException {
        return result.getObject(column, Double.class);
    }

    /** 0 for null. */
    int integer(int column) throws SQLException {
        return result.getInt(column);
    }

    /** False for null. */
    boolean truth(int column) throws SQLException {
        return result.getBoolean(column);
    }

    @Nullable
    Instant time(int column) throws SQLException {
        Duration sinceEpoch = duration(column);
        return sinceEpoch == null ? null : Instant.EPOCH.plus(sinceEpoch);
    }

    @Nullable
    Duration duration(int column) throws SQLException {
        String text = result.getString(column);
        if (text == null) {
            return null;
        }
        if (!Character.isDigit(text.charAt(text.length() - 1))) {
            throw new SQLException(
                    "its row in the state tables holds an infinite time, such as lease_until, from_at, before_at or"
                            + " breaker_until, which camel-etl never writes. Set it to NULL, or to a time",
                    SqlStates.DATETIME_FIELD_OVERFLOW);
        }
        BigDecimal seconds = new BigDecimal(text);
        BigInteger[] parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(BILLION);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /** @param first the first of the columns version, cursor, cursor_type, from_at, before_at */
    Position position(int first) throws SQLException {
        long version = number(first);
        if (version < 0 || version > MAX_COUNT) {
            throw new SQLException(
                    "its row in etl_pipeline has the version " + version
                            + ", and camel-etl counts from 0 by one. Set it to 0",
                    SqlStates.NUMERIC_VALUE_OUT_OF_RANGE);
        }
        return new Position(version, cursor(first + 2, first + 1), window(first + 3));
    }

    /** @return null when there is none */
    @Nullable
    StoredCursor cursor(int type, int json) throws SQLException {
        String cursor = optional(json);
        String cursorType = optional(type);
        return cursor == null || cursorType == null ? null : new StoredCursor(cursorType, cursor);
    }

    /** @param first the first of the columns from_at, before_at */
    Window window(int first) throws SQLException {
        Instant fromAt = time(first);
        Instant beforeAt = time(first + 1);
        return fromAt == null || beforeAt == null ? Window.NONE : new Window(fromAt, beforeAt);
    }

    /** @param first whether the circuit breaker is open; the next column is until when */
    BreakerState breaker(int first) throws SQLException {
        return new BreakerState(truth(first), time(first + 1));
    }
}
