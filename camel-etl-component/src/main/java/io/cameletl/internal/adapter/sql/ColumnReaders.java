package io.cameletl.internal.adapter.sql;

import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;

/** Knows how a product's columns are read. */
interface ColumnReaders {
    /**
     * @param label the column's, for messages
     * @param type of {@link Types}, or the driver's own
     * @param typeName as the product calls it
     */
    ColumnReader reader(String label, int type, String typeName) throws SQLException;

    static ColumnReaders of(ResultSet answer, ChangeTimes times, List<String> cursorColumns) throws SQLException {
        Connection connection = answer.getStatement().getConnection();
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        if (product.equals("postgresql")) {
            return new PostgresColumns(times.pipeline(), connection);
        } else if (product.contains("mysql") || product.contains("mariadb")) {
            String changeTime = cursorColumns.isEmpty() ? null : cursorColumns.get(0);
            return new MySqlColumns(times, changeTime, new MySqlSession(connection));
        }
        return ColumnReaders::standard;
    }

    private static ColumnReader standard(String label, int type, String typeName) {
        return switch (type) {
            case Types.TIMESTAMP -> ColumnReader.as(LocalDateTime.class);
            case Types.DATE -> ColumnReader.as(LocalDate.class);
            case Types.TIME -> ColumnReader.as(LocalTime.class);
            // SQL Server's datetimeoffset, Oracle's TIMESTAMP WITH TIME ZONE and WITH LOCAL TIME ZONE
            case Types.TIMESTAMP_WITH_TIMEZONE, -155, -101, -102 -> ColumnReader::instant;
            default -> ColumnReader.DRIVERS_CHOICE;
        };
    }
}
