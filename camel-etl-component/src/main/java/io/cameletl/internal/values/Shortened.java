package io.cameletl.internal.values;

import io.cameletl.internal.outlet.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as messages show them: at most 60 characters, and nothing that a log or a terminal would act on. */
public final class Shortened {
    private static final int LIMIT = 60;

    private Shortened() {}

    /**
     * @param value any value; may be null
     * @return its text, marked as a value, cut after 60 characters; of control characters and halves of surrogate pairs, their escape as in
     *     Java: a backslash, a u and four hexadecimal digits
     */
    public static String of(@Nullable Object value) {
        String text = text(value);
        StringBuilder shown = new StringBuilder();
        int position = 0;
        while (position < text.length()) {
            int character = text.codePointAt(position);
            String next = shown(character);
            if (shown.length() + next.length() > LIMIT - 1
                    && position + Character.charCount(character) < text.length()) {
                return Value.of(shown.append('…').toString());
            }
            shown.append(next);
            position += Character.charCount(character);
        }
        return Value.of(shown.toString());
    }

    /** Whatever the value does when it is asked for its text, the message about it must come. */
    private static String text(@Nullable Object value) {
        try {
            return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        } catch (StackOverflowError | OutOfMemoryError | RuntimeException e) {
            return "a " + (value == null ? "null" : value.getClass().getName()) + " that cannot be shown";
        }
    }

    private static String shown(int character) {
        boolean plain = !Character.isISOControl(character)
                && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
        return plain ? Character.toString(character) : String.format(Locale.ROOT, "\\u%04x", character);
    }
}
