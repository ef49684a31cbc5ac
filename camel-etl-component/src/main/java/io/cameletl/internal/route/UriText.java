package io.cameletl.internal.route;

import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as the value of an option in an {@code etl:} URI, written so that Camel hands it over as it is. Most values
 * stand there as they are. Camel takes line breaks out of a URI, and blanks off its end, decodes {@code %41} and
 * {@code +}, and ends a value at {@code &}; a text with such characters is written as
 *
 * <ul>
 *   <li>{@code TEXT(...)}: a text;
 *   <li>{@code TEXT{...}}: a text whose <code>{{name}}</code> are properties of Camel's, to be replaced by whoever reads it.
 * </ul>
 *
 * In both, {@code ~} and two hexadecimal digits, or {@code ~u} and four, stand for a character.
 */
public final class UriText {
    private static final HexFormat HEX = HexFormat.of();
    private static final String KEPT = " ,.:;*'/_-()=<>|!";
    private static final String KEPT_IN_KEYS = "_.";

    private static final Pattern ENCODED = Pattern.compile("\\+|%[0-9A-Fa-f]{2}");

    /** Camel reads these itself, or they are the URI's path. */
    private static final Set<String> READ_BY_CAMEL =
            Set.of("pipeline", "lazyStartProducer", "lazy-start-producer", "autowiredEnabled", "hash");

    private UriText() {}

    /** @return the text as a value, in which nothing is replaced */
    public static String literal(String text) {
        return isPlain(text) ? text : "TEXT(" + escaped(text, KEPT) + ")";
    }

    /** @return the text as a value, in which whoever reads it replaces properties, and takes {@code RAW()} off */
    static String declared(String option, String text) {
        boolean kept = isPlain(text) || READ_BY_CAMEL.contains(option);
        return kept ? text : "TEXT{" + escaped(text, KEPT) + "}";
    }

    /** @return whether a value that stands in a URI as it is may mean another: {@code +} a blank, {@code %41} an A */
    public static boolean isEncoded(String value) {
        return ENCODED.matcher(value).find();
    }

    /** @return the text as the part of an option's name that users choose; it holds no <code>{{</code> */
    public static String key(String text) {
        boolean plain = text.chars().allMatch(c -> isKept((char) c, KEPT_IN_KEYS));
        return plain ? text : "TEXT(" + escaped(text, KEPT_IN_KEYS) + ")";
    }

    /** @return whether a value has been written by this class, other than as it is */
    public static boolean isWritten(String value) {
        return isLiteral(value) || (value.startsWith("TEXT{") && value.endsWith("}"));
    }

    /** @return whether a value that has been written is a text in which nothing is replaced */
    public static boolean isLiteral(String value) {
        return value.startsWith("TEXT(") && value.endsWith(")");
    }

    /**
     * @param written a value that {@link #isWritten}
     * @return the text that it stands for
     * @throws IllegalArgumentException when {@code ~} comes without digits
     */
    public static String read(String written) {
        StringBuilder text = new StringBuilder(written.length());
        int end = written.length() - 1;
        int at = "TEXT(".length();
        while (at < end) {
            char c = written.charAt(at++);
            if (c != '~') {
                text.append(c);
                continue;
            }
            boolean wide = at < end && written.charAt(at) == 'u';
            int from = wide ? at + 1 : at;
            at = from + (wide ? 4 : 2);
            if (at > end) {
                throw new IllegalArgumentException("~ comes without its digits in " + written);
            }
            text.append((char) HexFormat.fromHexDigits(written, from, at));
        }
        return text.toString();
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> isKept((char) c, KEPT) || c == '#' || c == '?')
                && text.equals(text.strip())
                && !text.contains("--")
                && !text.startsWith("RAW(")
                && !text.startsWith("TEXT(");
    }

    private static String escaped(String text, String kept) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isKept(c, kept)) {
                escaped.append(c);
            } else if (c < 0x100) {
                escaped.append('~').append(HEX.toHexDigits((byte) c));
            } else {
                escaped.append("~u").append(HEX.toHexDigits(c));
            }
        }
        return escaped.toString();
    }

    private static boolean isKept(char c, String others) {
        return (c < 0x80 ? Character.isLetterOrDigit(c) : Character.isLetter(c)) || others.indexOf(c) >= 0;
    }
}
