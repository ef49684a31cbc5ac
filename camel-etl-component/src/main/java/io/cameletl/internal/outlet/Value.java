package io.cameletl.internal.outlet;

/**
 * Marks the parts of a text that are values, or may be, until it is known whether they may be shown. The marks are
 * characters that Unicode keeps for the inside of programs.
 */
public final class Value {
    static final String HIDDEN = "(hidden)";

    private static final char START = '\uFDD0';
    private static final char END = '\uFDD1';

    private Value() {}

    /** @return a value, marked */
    public static String of(String shown) {
        return words(shown);
    }

    /** @return words that may hold values, as those of a server or of a user's code, marked */
    public static String words(String words) {
        return START + plain(words) + END;
    }

    /** @return a text without its marks, values and all: for the ledger */
    public static String plain(String text) {
        return isMarked(text) ? text.replace(String.valueOf(START), "").replace(String.valueOf(END), "") : text;
    }

    static String resolved(String text, boolean hidden) {
        if (!hidden || !isMarked(text)) {
            return plain(text);
        }
        StringBuilder resolved = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == START) {
                resolved.append(depth++ == 0 ? HIDDEN : "");
            } else if (c == END) {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0) {
                resolved.append(c);
            }
        }
        return resolved.toString();
    }

    private static boolean isMarked(String text) {
        return text.indexOf(START) >= 0 || text.indexOf(END) >= 0;
    }
}
