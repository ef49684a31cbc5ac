package io.cameletl.internal.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's name, with or without its schema; both taken literally.
 *
 * @param schema the schema's name, unquoted; null to leave it to the session's search path
 * @param name the table's name, unquoted
 */
public record QualifiedName(@Nullable String schema, String name) {
    /** @throws IllegalArgumentException when either cannot be a name in PostgreSQL */
    public QualifiedName {
        if (schema != null) {
            Identifier.of(schema);
        }
        Identifier.of(name);
    }

    /**
     * Reads {@code name}, {@code schema.name} or {@code "My.Schema"."T"}. Case is kept with and without quotes; a part
     * that holds a dot or a double quote is written in double quotes, the quote doubled.
     *
     * @throws IllegalArgumentException when the text is none of these
     */
    public static QualifiedName parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        do {
            int end = text.startsWith("\"", at) ? endOfQuoted(text, at) : endOfPlain(text, at);
            parts.add(unquote(text.substring(at, end)));
            if (end < text.length() && text.charAt(end) != '.') {
                throw unreadable(text);
            }
            at = end + 1;
        } while (at <= text.length());
        if (parts.size() > 2 || parts.contains("")) {
            throw unreadable(text);
        }
        return parts.size() == 1
                ? new QualifiedName(null, parts.get(0))
                : new QualifiedName(parts.get(0), parts.get(1));
    }

    /** @return the name, qualified when a schema is given, each part in double quotes, to be put into SQL as it is */
    public String sql() {
        String table = Identifier.of(name).sql();
        return schema == null ? table : Identifier.of(schema).sql() + "." + table;
    }

    @Override
    public String toString() {
        return sql();
    }

    private static int endOfPlain(String text, int from) {
        int dot = text.indexOf('.', from);
        int end = dot < 0 ? text.length() : dot;
        int quote = text.indexOf('"', from);
        if (quote >= 0 && quote < end) {
            throw unreadable(text);
        }
        return end;
    }

    private static int endOfQuoted(String text, int from) {
        int at = from + 1;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw unreadable(text);
            }
            if (!text.startsWith("\"\"", quote)) {
                return quote + 1;
            }
            at = quote + 2;
        }
    }

    private static String unquote(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("cannot read the table name '" + text
                + "'. Write name or schema.name; a part that holds a dot or a double quote goes in double quotes, as in"
                + " \"My.Schema\".\"T\"");
    }
}
