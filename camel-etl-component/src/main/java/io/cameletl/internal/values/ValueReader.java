package io.cameletl.internal.values;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGbytea;

/** Reads values of one type from the server's text. */
@FunctionalInterface
public interface ValueReader {
    Object read(String text) throws SQLException;

    /**
     * Leaves values in the server's text, except booleans.
     *
     * @param type the type's name as the driver has it
     * @return null when values are the texts themselves
     */
    static @Nullable ValueReader ofText(String type) {
        return type.equals("bool") ? "t"::equals : null;
    }

    /**
     * Reads values as Java's types.
     *
     * @param type the type's name as the driver has it, {@code _text} for an array
     * @param isArray whether it is an array
     * @return null when values are the texts themselves
     */
    static @Nullable ValueReader ofJava(String type, boolean isArray) {
        if (!isArray) {
            return scalar(type);
        }
        String element = type.substring(1);
        ValueReader reader = scalar(element);
        char delimiter = element.equals("box") ? ';' : ',';
        return text -> new ArrayReader(text, delimiter, reader == null ? value -> value : reader).read();
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
            case "date" -> TimeReader::date;
            case "time" -> TimeReader::time;
            case "timetz" -> TimeReader::offsetTime;
            case "timestamp" -> TimeReader::dateTime;
            case "timestamptz" -> TimeReader::instant;
            default -> null;
        };
    }

    private static Object numeric(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9' ? new BigDecimal(text) : (Object) Double.valueOf(text);
    }
}
