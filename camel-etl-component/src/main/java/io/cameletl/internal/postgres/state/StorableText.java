package io.cameletl.internal.postgres.state;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Texts as a database can hold them. Messages, keys and records may quote the very values that it cannot: a NUL, half of a
 * surrogate pair, for which the driver would put a question mark, or a character that its encoding does not have, for
 * which the server would refuse the statement.
 */
final class StorableText {
    /** Encodings whose names Java does not know. What is not here and not known counts as ASCII. */
    private static final Map<String, String> JAVA_NAMES = Map.ofEntries(
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("ISO_8859_5", "ISO-8859-5"),
            Map.entry("ISO_8859_6", "ISO-8859-6"),
            Map.entry("ISO_8859_7", "ISO-8859-7"),
            Map.entry("ISO_8859_8", "ISO-8859-8"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("WIN1253", "windows-1253"),
            Map.entry("WIN1254", "windows-1254"),
            Map.entry("WIN1255", "windows-1255"),
            Map.entry("WIN1256", "windows-1256"),
            Map.entry("WIN1257", "windows-1257"),
            Map.entry("WIN1258", "windows-1258"),
            Map.entry("EUC_JP", "EUC-JP"),
            Map.entry("EUC_KR", "EUC-KR"));

    /** Null when the database holds all of Unicode. */
    private final @Nullable CharsetEncoder encoder;

    /** @param serverEncoding the database's encoding, as PostgreSQL names it; null when it does not say */
    StorableText(@Nullable String serverEncoding) {
        this.encoder = serverEncoding == null || serverEncoding.equals("UTF8")
                ? null
                : charset(serverEncoding).newEncoder();
    }

    static StorableText of(Connection connection) throws SQLException {
        return new StorableText(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    }

    private static Charset charset(String serverEncoding) {
        String name = JAVA_NAMES.getOrDefault(serverEncoding, "US-ASCII");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    /** For people to read: what no database can hold becomes U+FFFD or ?, what this one cannot hold its escape. */
    @Nullable
    String text(@Nullable String text) {
        return text == null ? null : rewrite(text, encoder == null || encoder.canEncode('\uFFFD') ? "\uFFFD" : "?");
    }

    /** For programs to read: what cannot be held becomes its escape, which the type json keeps and does not judge. */
    @Nullable
    String json(@Nullable String json) {
        return json == null ? null : rewrite(json, null);
    }

    /** @param replacement of what no database can hold; null for its escape */
    private String rewrite(String text, @Nullable String replacement) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int next = i + Character.charCount(character);
            boolean possible =
                    character != 0 && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
            boolean storable = possible && (encoder == null || encoder.canEncode(text.subSequence(i, next)));
            if (!storable && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (storable) {
                    out.appendCodePoint(character);
                } else if (!possible && replacement != null) {
                    out.append(replacement);
                } else {
                    text.substring(i, next).chars().forEach(escape(out));
                }
            }
            i = next;
        }
        return out == null ? text : out.toString();
    }

    private static IntConsumer escape(StringBuilder out) {
        return unit -> out.append(String.format(Locale.ROOT, "\\u%04x", unit));
    }
}
