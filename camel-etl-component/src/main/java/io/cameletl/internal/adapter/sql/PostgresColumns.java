package io.cameletl.internal.adapter.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's columns: its driver says of a time with and of one without zone that both are a TIMESTAMP. */
final class PostgresColumns implements ColumnReaders {
    @Override
    public ColumnReader reader(String label, int type, String typeName) {
        return switch (typeName) {
            case "timestamptz" -> ColumnReader::instant;
            case "timestamp" -> ColumnReader.as(LocalDateTime.class);
            case "date" -> ColumnReader.as(LocalDate.class);
            case "time" -> PostgresColumns::time;
            case "timetz" -> PostgresColumns::timeWithZone;
            default -> ColumnReader.DRIVERS_CHOICE;
        };
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
