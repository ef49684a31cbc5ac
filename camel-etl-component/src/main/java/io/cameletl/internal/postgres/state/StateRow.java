package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
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
        BigDecimal seconds = result.getBigDecimal(column);
        if (seconds == null) {
            return null;
        }
        BigInteger[] parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(BILLION);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /** @param first the first of the columns version, cursor, cursor_type, from_at, before_at */
    Position position(int first) throws SQLException {
        return new Position(number(first), cursor(first + 2, first + 1), window(first + 3));
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
