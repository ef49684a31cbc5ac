package io.cameletl.internal.postgres.state;

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

/** Reads a row's columns. Times come as seconds since 1970, so that no session's or JVM's zone has a say. */
final class Reader {
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    private Reader() {}

    /** @param first the first of the columns version, cursor, cursor_type, from_at, before_at */
    static Position position(ResultSet row, int first) throws SQLException {
        String json = row.getString(first + 1);
        String type = row.getString(first + 2);
        return new Position(
                row.getLong(first),
                json == null || type == null ? null : new StoredCursor(type, json),
                window(row, first + 3));
    }

    /** @param first the first of the columns from_at, before_at */
    static Window window(ResultSet row, int first) throws SQLException {
        Instant fromAt = time(row, first);
        Instant beforeAt = time(row, first + 1);
        return fromAt == null || beforeAt == null ? Window.NONE : new Window(fromAt, beforeAt);
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        Duration sinceEpoch = duration(row, column);
        return sinceEpoch == null ? null : Instant.EPOCH.plus(sinceEpoch);
    }

    static @Nullable Duration duration(ResultSet row, int column) throws SQLException {
        BigDecimal seconds = row.getBigDecimal(column);
        if (seconds == null) {
            return null;
        }
        BigInteger[] parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(BILLION);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }
}
