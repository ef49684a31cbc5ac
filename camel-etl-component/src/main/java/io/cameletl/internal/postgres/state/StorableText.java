package io.cameletl.internal.postgres.state;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts as PostgreSQL can hold them. Messages and keys may quote the very values that it cannot: a NUL, or half of a
 * surrogate pair, for which the driver would put a question mark.
 */
final class StorableText {
    private StorableText() {}

    /** For people to read: what cannot be held becomes U+FFFD. */
    static @Nullable String text(@Nullable String text) {
        return text == null ? null : rewrite(text, false);
    }

    /** For programs to read: what cannot be held becomes its escape, which the type json keeps and does not judge. */
    static String json(String json) {
        return rewrite(json, true);
    }

    private static String rewrite(String text, boolean escape) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean storable = c != 0 && !isLone(text, i);
            if (!storable && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                out.append(
                        storable
                                ? String.valueOf(c)
                                : escape ? String.format(Locale.ROOT, "\\u%04x", (int) c) : "\uFFFD");
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
