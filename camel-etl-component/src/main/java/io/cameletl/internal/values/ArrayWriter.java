package io.cameletl.internal.values;

import io.cameletl.internal.values.ColumnType.Kind;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the literals of PostgreSQL's arrays: {@code {1,NULL,3}}, {@code {{"a b","\"c\""},{"d","e"}}}, {@code [0:1]={1,2}}. */
final class ArrayWriter {
    private final ColumnType element;
    private final char delimiter;
    private final StringBuilder text = new StringBuilder();

    private ArrayWriter(ColumnType type) {
        this.element = Objects.requireNonNull(type.element());
        this.delimiter = type.delimiter();
    }

    /** @return whether the value is a collection or an array */
    static boolean isArray(@Nullable Object value) {
        return value instanceof Collection<?>
                || (value != null && value.getClass().isArray());
    }

    /** @throws UnsuitableValueException when an element cannot be written, or rows of elements differ in length */
    static String of(Object value, ColumnType type) throws UnsuitableValueException {
        ArrayWriter array = new ArrayWriter(type);
        List<Integer> dimensions = array.append(elements(value));
        // An array of empty arrays is an empty one; before PostgreSQL 17 the literal {{},{}} is an error.
        return dimensions.contains(0) ? "{}" : (value instanceof BoundedList list ? list.bounds() : "") + array.text;
    }

    /** Appends an array and answers its dimensions, outermost first. */
    private List<Integer> append(List<@Nullable Object> elements) throws UnsuitableValueException {
        List<Integer> inner = null;
        text.append('{');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                text.append(delimiter);
            }
            Object value = elements.get(i);
            List<Integer> dimensions = List.of();
            if (isNested(value)) {
                dimensions = append(elements(Objects.requireNonNull(value)));
            } else {
                appendElement(value);
            }
            if (inner != null && !inner.equals(dimensions)) {
                throw new UnsuitableValueException(
                        "the rows of an array must all be of one length; make them so, or use jsonb");
            }
            inner = dimensions;
        }
        text.append('}');
        List<Integer> dimensions = new ArrayList<>();
        dimensions.add(elements.size());
        dimensions.addAll(inner == null ? List.of() : inner);
        return dimensions;
    }

    private void appendElement(@Nullable Object value) throws UnsuitableValueException {
        String form = value == null ? null : TextForm.of(value, element);
        if (form == null) {
            text.append("NULL");
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(form);
        } else {
            text.append('"');
            for (int i = 0; i < form.length(); i++) {
                char c = form.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
            text.append('"');
        }
    }

    /** In an array of JSON a list is JSON, in one of bytea an array of bytes is an element. */
    private boolean isNested(@Nullable Object value) {
        return isArray(value) && !element.isJson() && !(element.kind() == Kind.BYTEA && value instanceof byte[]);
    }

    private static List<@Nullable Object> elements(Object array) {
        if (array instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        List<@Nullable Object> elements = new ArrayList<>(Array.getLength(array));
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }
}
