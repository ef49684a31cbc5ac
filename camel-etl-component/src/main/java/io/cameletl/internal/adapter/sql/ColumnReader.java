package io.cameletl.internal.adapter.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;

/** Reads a column's value in a row. */
@FunctionalInterface
interface ColumnReader {
    /** As Spring reads it: mostly what the driver likes best. */
    ColumnReader DRIVERS_CHOICE = JdbcUtils::getResultSetValue;

    /** @param column its position, from 1 */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;

    /** A time with zone, as the instant that it is; what PostgreSQL calls infinity stays the latest or earliest time. */
    static @Nullable Object instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        boolean endless = OffsetDateTime.MAX.equals(time) || OffsetDateTime.MIN.equals(time);
        return time == null || endless ? time : time.toInstant();
    }

    /** A value that the driver knows to give as a type. */
    static ColumnReader as(Class<?> type) {
        return (row, column) -> row.getObject(column, type);
    }
}
