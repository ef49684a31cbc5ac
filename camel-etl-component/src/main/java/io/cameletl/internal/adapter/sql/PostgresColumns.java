package io.cameletl.internal.adapter.sql;

import io.cameletl.EtlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * PostgreSQL's columns: its driver says of a time with and of one without zone that both are a TIMESTAMP, and makes zero
 * of the years, months and days of an interval that the session writes as {@code sql_standard}.
 *
 * @param pipeline for messages
 * @param connection of which the columns are
 */
record PostgresColumns(String pipeline, Connection connection) implements ColumnReaders {
    @Override
    public ColumnReader reader(String label, int type, String typeName) throws SQLException {
        return switch (typeName) {
            case "interval", "_interval" -> interval(label);
            case "timestamptz" -> ColumnReader::instant;
            case "timestamp" -> ColumnReader.as(LocalDateTime.class);
            case "date" -> ColumnReader.as(LocalDate.class);
            case "time" -> PostgresColumns::time;
            case "timetz" -> PostgresColumns::timeWithZone;
            default -> ColumnReader.DRIVERS_CHOICE;
        };
    }

    private ColumnReader interval(String label) throws SQLException {
        String style = connection.isWrapperFor(PGConnection.class)
                ? connection.unwrap(PGConnection.class).getParameterStatus("IntervalStyle")
                : null;
        if ("sql_standard".equals(style)) {
            throw new EtlException(
                    pipeline,
                    "the column \"" + label + "\" is an interval, and the source's sessions write intervals by"
                            + " IntervalStyle=sql_standard, of which the driver loses years, months and days. Set another"
                            + " style for the data source, such as ?options=-c%20IntervalStyle=iso_8601 in its URL",
                    null);
        }
        return ColumnReader.DRIVERS_CHOICE;
    }

    /** 24:00:00, which Java does not have, comes as the latest time there is, and leaves as text. */
    private static @Nullable Object time(ResultSet row, int column) throws SQLException {
        LocalTime time = row.getObject(column, LocalTime.class);
        return LocalTime.MAX.equals(time) ? row.getString(column) : time;
    }

    private static @Nullable Object timeWithZone(ResultSet row, int column) throws SQLException {
        OffsetTime time = row.getObject(column, OffsetTime.class);
        return time != null && time.toLocalTime().equals(LocalTime.MAX) ? row.getString(column) : time;
    }
}
