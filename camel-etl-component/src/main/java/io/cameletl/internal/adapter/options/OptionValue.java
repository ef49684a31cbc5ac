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
    /** Checked, because Camel's converter takes a text without digits, or with a unit in upper case, for zero. */
    private static final Pattern DURATION = Pattern.compile("-?\\d+|(\\d+(ms|s|sec|m|min|h|hour|d|day))+|-?P.*");

    private OptionValue() {}

    /**
     * @param name what the value was given as: an option, a parameter or a header
     * @param value a value of the type, or its text; enums and booleans in any case
     * @throws IllegalArgumentException that says what is valid
     */
    public static <T> T read(String name, Object value, Class<T> type, TypeConverter converter) {
        T read = converted(value, type, converter);
        if (read == null) {
            throw new IllegalArgumentException(name + "=" + value + " is " + lack(type));
        }
        return read;
    }

    private static <T> @Nullable T converted(Object value, Class<T> type, TypeConverter converter) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        String text = value.toString().strip();
        boolean unreadable = type == Duration.class && !DURATION.matcher(text).matches();
        return unreadable ? null : converter.tryConvertTo(type, text);
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
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList()
                .toString();
    }
}
