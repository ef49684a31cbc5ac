package io.cameletl.internal.adapter.sql;

import io.cameletl.EtlException;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's and MariaDB's columns. Left to themselves the drivers apply the JVM's zone to a DATETIME, answer NULL for
 * 0000-00-00, and make 22:59:59 of 838:59:59. So dates and times are read as text; of a DATETIME MariaDB's driver makes
 * even that by the JVM's zone, but tells its day and its time of day as they are.
 *
 * @param times how the pipeline's change times are read
 * @param changeTime the column of the change times; null when there is none
 * @param session of which the columns are
 */
record MySqlColumns(ChangeTimes times, @Nullable String changeTime, MySqlSession session) implements ColumnReaders {
    @Override
    public ColumnReader reader(String label, int type, String typeName) throws SQLException {
        return switch (typeName.toUpperCase(Locale.ROOT)) {
            case "TIMESTAMP" -> {
                session.requireUtc(times, label, label.equalsIgnoreCase(changeTime));
                yield dateTime(label);
            }
            case "DATETIME" -> dateTime(label);
            case "DATE" -> (row, column) -> parsed(label, row, column, LocalDate::parse);
            case "TIME" -> (row, column) -> time(text(row, column));
            case "YEAR" -> MySqlColumns::integer;
            default -> MySqlColumns::number;
        };
    }

    private ColumnReader dateTime(String label) {
        return (row, column) -> parsed(label, row, column, text -> LocalDateTime.parse(text.replace(' ', 'T'))) == null
                ? null
                : LocalDateTime.of(row.getObject(column, LocalDate.class), row.getObject(column, LocalTime.class));
    }

    private @Nullable Object parsed(String label, ResultSet row, int column, Function<String, Object> parser)
            throws SQLException {
        String text = "0000-00-00";
        try {
            text = text(row, column); // MariaDB's driver throws of some
            return text == null ? null : parser.apply(text);
        } catch (DateTimeException e) {
            throw new EtlException(
                    times.pipeline(),
                    "the column \"" + label + "\" holds " + text + ", which is no date. Say in the query what it means,"
                            + " as in NULLIF(CAST(" + label + " AS CHAR), '" + text + "')",
                    e);
        }
    }

    /** MySQL's driver writes a time's digits in the script of the JVM's locale. */
    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null || text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                ascii.append(Character.digit(c, 10));
            } else {
                ascii.appendCodePoint(c);
            }
        });
        return ascii.toString();
    }

    /** A time of day; the text of one that is none but a span, negative or of more than a day. */
    private static @Nullable Object time(@Nullable String text) {
        try {
            return text == null ? null : LocalTime.parse(text);
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static @Nullable Object integer(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    /** TINYINT(1) and BIT(1), of which drivers make true whatever number they hold, are that number. */
    private static @Nullable Object number(ResultSet row, int column) throws SQLException {
        Object value = ColumnReader.DRIVERS_CHOICE.read(row, column);
        return value instanceof Boolean ? integer(row, column) : value;
    }
}
