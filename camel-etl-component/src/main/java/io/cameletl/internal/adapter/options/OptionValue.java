package io.cameletl.internal.adapter.options;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.TypeConverter;
import org.jspecify.annotations.Nullable;

/** Reads a single value, and says which are valid when it is none. */
public final class OptionValue {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Pattern WORD = Pattern.compile("_(.)");

    private static final String NO_CONVERTERS =
            " cannot be read, for Camel's type converters are not there. A fat jar has to put together the files"
                    + " META-INF/services/org/apache/camel/TypeConverterLoader of all its jars, one after another";

    private OptionValue() {}

    /**
     * @param name what the value was given as: an option, a parameter or a header
     * @param value a value of the type, or its text; enums and booleans in any case
     * @throws IllegalArgumentException that says what is valid
     */
    public static <T> T read(String name, Object value, Class<T> type, TypeConverter converter) {
        T read = converted(value, type, converter);
        if (read == null) {
            throw new IllegalArgumentException(
                    name + "=" + value + (converts(converter) ? " is " + lack(type) : NO_CONVERTERS));
        }
        return read;
    }

    private static boolean converts(TypeConverter converter) {
        return converter.tryConvertTo(Integer.class, "1") != null;
    }

    private static <T> @Nullable T converted(Object value, Class<T> type, TypeConverter converter) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        String text = value.toString().strip();
        if (type == Duration.class) {
            return type.cast(DurationText.read(text));
        }
        return isReadable(text, type) ? converter.tryConvertTo(type, text) : null;
    }

    /** Camel's converters take digits of other scripts, and the suffixes of numbers in Java. */
    private static boolean isReadable(String text, Class<?> type) {
        if (type == Integer.class || type == Long.class) {
            return WHOLE.matcher(text).matches();
        }
        return type != Double.class || (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text)));
    }

    private static String lack(Class<?> type) {
        if (type.isEnum()) {
            return "none of " + valid(type);
        }
        if (type == Boolean.class) {
            return "neither true nor false";
        }
        return type == Duration.class
                ? "no duration. Give milliseconds, or numbers with their units, such as 500ms, 30s, 5m or 1h30m"
                : "no number" + (type == Double.class ? "" : ". Give a whole one, such as 3");
    }

    /** @return the constants as they are written in a URI: {@code [run, next, load]} */
    private static String valid(Class<?> type) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .map(constant -> inUri((Enum<?>) constant))
                .toList()
                .toString();
    }

    /** @return a constant as it is written in a URI: {@code closeBreaker} */
    public static String inUri(Enum<?> constant) {
        return WORD.matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }
}
