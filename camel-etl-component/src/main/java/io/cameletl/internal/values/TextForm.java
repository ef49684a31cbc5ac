package io.cameletl.internal.values;

import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.values.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.PGobject;

/**
 * Writes Java values in PostgreSQL's text form for a type. A String has that form already, whatever the type: PostgreSQL
 * printed it, or the user means it so.
 */
public final class TextForm {
    /** A numeric has 131,072 digits before the point at most; more zeros than that are for the server to refuse. */
    private static final int PLAIN_ZEROS = 150_000;

    /** A double has so many decimal digits for certain. */
    private static final int EXACT_DIGITS = 15;

    private TextForm() {}

    /**
     * @return the text; null when the value stands for NULL, as an empty Optional does
     * @throws UnsuitableValueException when the value cannot be written in the type
     */
    public static @Nullable String of(Object value, ColumnType type) throws UnsuitableValueException {
        Object plain = unwrapped(value, type);
        if (plain == null) {
            return null;
        }
        if (type.isJson()) {
            return JsonText.of(plain, type.kind());
        }
        if (type.kind() == Kind.ARRAY && ArrayWriter.isArray(plain)) {
            return ArrayWriter.of(plain, type);
        }
        String text = special(plain, type.kind());
        if (text == null) {
            text = scalar(plain);
        }
        if (text == null) {
            text = TimeWriter.of(plain, type.kind());
        }
        if (text == null && type.kind() == Kind.BYTEA) {
            text = bytes(plain);
        }
        if (text == null) {
            throw new UnsuitableValueException("a " + plain.getClass().getName() + " has no form in a column of "
                    + (type.kind() == Kind.OTHER
                            ? "this type"
                            : "type " + type.kind().name().toLowerCase(Locale.ROOT))
                    + "; convert it in the transform, to a String in PostgreSQL's text form if nothing else suits");
        }
        return text;
    }

    /** @return the value that a driver's object or an Optional holds, the value itself for most; null when it holds none */
    private static @Nullable Object unwrapped(Object value, ColumnType type) throws UnsuitableValueException {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? unwrapped(optional.get(), type) : null;
        }
        if (value instanceof PGobject object) {
            return object.getValue();
        }
        try {
            if (value instanceof Array array) {
                // pgjdbc's array prints itself in PostgreSQL's own form, so nothing is lost on the way through Java.
                return array instanceof PgArray postgres && type.kind() == Kind.ARRAY
                        ? ArrayBounds.withBounds(postgres)
                        : array.getArray();
            }
            if (value instanceof Clob clob) {
                return clob.getSubString(1, Math.toIntExact(clob.length()));
            }
            if (value instanceof Blob blob) {
                return blob.getBytes(1, Math.toIntExact(blob.length()));
            }
            return value instanceof SQLXML xml ? xml.getString() : value;
        } catch (SQLException | ArithmeticException e) {
            throw new UnsuitableValueException(
                    "the " + value.getClass().getName() + " cannot be read (any more); read it in the source: " + e, e);
        }
    }

    /** The forms that a kind does not share with the others; null where it has none. */
    private static @Nullable String special(Object value, Kind kind) throws UnsuitableValueException {
        if (kind == Kind.BIT && value instanceof Boolean bit) {
            return bit ? "1" : "0"; // what the driver makes of bit(1)
        }
        if (kind == Kind.MONEY && (value instanceof Double || value instanceof Float)) {
            return amount(value.toString());
        }
        return null;
    }

    private static String amount(String number) throws UnsuitableValueException {
        try {
            BigDecimal amount = new BigDecimal(number);
            if (amount.stripTrailingZeros().precision() <= EXACT_DIGITS) {
                return amount.toPlainString();
            }
        } catch (NumberFormatException infinite) {
            throw new UnsuitableValueException("money cannot hold " + Value.of(number) + "; use numeric", infinite);
        }
        throw new UnsuitableValueException("a floating point number such as " + Value.of(number)
                + " is not exact enough for an amount of money; read it as numeric, in SQL CAST(c AS numeric)");
    }

    private static @Nullable String scalar(Object value) {
        if (value instanceof CharSequence || value instanceof Character || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof BigDecimal number) {
            return Math.abs((long) number.scale()) > PLAIN_ZEROS ? number.toString() : number.toPlainString();
        }
        if (value instanceof Number) {
            return isKnown(value) ? value.toString() : null;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Duration duration) {
            return duration.truncatedTo(ChronoUnit.MICROS).toString();
        }
        if (value instanceof InetAddress address) {
            return address.getHostAddress();
        }
        return value instanceof UUID || value instanceof Period ? value.toString() : null;
    }

    private static boolean isKnown(Object number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Double
                || number instanceof Float
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof AtomicInteger
                || number instanceof AtomicLong;
    }

    private static @Nullable String bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        return null;
    }
}
