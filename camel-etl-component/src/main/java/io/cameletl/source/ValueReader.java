package io.cameletl.source;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGbytea;

/** Makes a value of the server's text. */
@FunctionalInterface
interface ValueReader {
    Object read(String text) throws SQLException;

    /** The reader of a column; null when its values are the texts themselves. */
    static @Nullable ValueReader of(Column column, Mode mode) {
        if (mode == Mode.TEXT) {
            return column.type().equals("bool") ? "t"::equals : null;
        }
        if (column.sqlType() == Types.ARRAY && column.type().startsWith("_")) {
            String element = column.type().substring(1);
            ValueReader reader = scalar(element);
            char delimiter = element.equals("box") ? ';' : ',';
            return text -> new ArrayText(text, delimiter, reader == null ? value -> value : reader).read();
        }
        return scalar(column.type());
    }

    private static @Nullable ValueReader scalar(String type) {
        return switch (type) {
            case "bool" -> "t"::equals;
            case "int2", "int4", "smallserial", "serial" -> Integer::valueOf;
            case "int8", "bigserial", "oid" -> Long::valueOf;
            case "float4" -> Float::valueOf;
            case "float8" -> Double::valueOf;
            case "numeric" -> ValueReader::numeric;
            case "uuid" -> UUID::fromString;
            case "bytea" -> text -> PGbytea.toBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            case "date" -> TimeText::date;
            case "time" -> TimeText::time;
            case "timetz" -> TimeText::offsetTime;
            case "timestamp" -> TimeText::dateTime;
            case "timestamptz" -> TimeText::instant;
            default -> null;
        };
    }

    private static Object numeric(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9' ? new BigDecimal(text) : (Object) Double.valueOf(text);
    }
}
