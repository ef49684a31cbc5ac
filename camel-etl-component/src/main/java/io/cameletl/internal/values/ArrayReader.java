package io.cameletl.internal.values;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one array in the server's text form, as {@code {1,NULL,"a \"b\""}}. Where it does not begin at 1,
 * the list knows its bounds.
 */
final class ArrayReader {
    private final String text;
    private final char delimiter;
    private final ValueReader element;
    private int at;

    ArrayReader(String text, char delimiter, ValueReader element) {
        this.text = text;
        this.delimiter = delimiter;
        this.element = element;
    }

    /** The elements, lists of elements where the array has several dimensions; immutable. */
    List<@Nullable Object> read() throws SQLException {
        int start = text.indexOf('{');
        at = start;
        List<@Nullable Object> values = list();
        return start == 0 ? values : new BoundedList(text.substring(0, start), values);
    }

    private List<@Nullable Object> list() throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        at++;
        while (text.charAt(at) != '}') {
            switch (text.charAt(at)) {
                case '{' -> values.add(list());
                case '"' -> values.add(element.read(quoted()));
                default -> values.add(plain());
            }
            if (text.charAt(at) == delimiter) {
                at++;
            }
        }
        at++;
        return Collections.unmodifiableList(values);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private @Nullable Object plain() throws SQLException {
        int start = at;
        while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
            at++;
        }
        String value = text.substring(start, at);
        return value.equals("NULL") ? null : element.read(value);
    }
}
