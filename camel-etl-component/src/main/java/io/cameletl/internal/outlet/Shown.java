package io.cameletl.internal.outlet;

import java.util.Locale;

/** Texts of at most 1 kB in which nothing is left that a log, a terminal or a reader would take for something else. */
final class Shown {
    private static final int LIMIT = 1024;
    private static final String MORE = "…";
    private static final int ROOM_FOR_MORE = 3;

    private Shown() {}

    static String of(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LIMIT));
        int size = 0;
        int end = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (isPlain(character)) {
                shown.appendCodePoint(character);
                size += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
                size += 6;
            }
            if (size <= LIMIT - ROOM_FOR_MORE) {
                end = shown.length();
            }
            if (size > LIMIT) {
                return shown.substring(0, end) + MORE;
            }
        }
        return shown.toString();
    }

    /** Neither a control character, nor one that ends a line, hides, or turns the direction of what follows. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> character == 0x200C || character == 0x200D || character == 0xAD;
            default -> true;
        };
    }
}
