package io.cameletl.internal.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TextForm;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.internal.values.UnsuitableValueException;
import io.cameletl.internal.values.UnwritableValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as texts: each value as {@code COPY} would get it, so that a map of these texts, loaded as a record, gives the
 * same row. A value that has no such form is written as its {@code toString()}. Used by one thread.
 */
public final class RecordText {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The text goes to the server in one message, with escapes, and must fit into memory several times. */
    private static final int LONGEST = 32_000_000;

    private final Records records;
    private final Map<String, ColumnType> types = new HashMap<>();

    /**
     * @param records the records
     * @param columns the columns that are copied; the records may have others
     */
    public RecordText(Records records, List<TypedColumn> columns) {
        this.records = records;
        columns.forEach(column -> types.put(column.name(), column.type()));
    }

    /**
     * @param record its place, from 0
     * @param column the column's name
     * @return the value's text; null for NULL, and when the records have no such column
     */
    public @Nullable String value(int record, String column) {
        int place = records.columns().indexOf(column);
        Object value = place < 0 ? null : records.value(record, place);
        if (value == null) {
            return null;
        }
        try {
            return text(value, types.getOrDefault(column, ColumnType.OTHER));
        } catch (StackOverflowError | OutOfMemoryError | RuntimeException e) {
            return UnwritableValue.placeholder("a " + value.getClass().getName() + " that cannot be written: "
                    + e.getClass().getName());
        }
    }

    private static @Nullable String text(Object value, ColumnType type) {
        try {
            return TextForm.of(value, type);
        } catch (UnsuitableValueException e) {
            return String.valueOf(value);
        }
    }

    /**
     * @param record its place, from 0
     * @return the record as a JSON object of texts and nulls, in the order of the columns. What PostgreSQL's text cannot
     *     hold, U+0000 and halves of surrogate pairs, is escaped: a column of type {@code json} can hold the object. Of
     *     values that make it longer than can be kept there is a placeholder, which no replay can load
     */
    public String json(int record) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        int left = LONGEST;
        for (String column : records.columns()) {
            String text = value(record, column);
            if (text != null && text.length() > left) {
                text = UnwritableValue.placeholder("not kept: " + text.length() + " characters, and " + LONGEST
                        + " is the most of a record. Let the record come again from the source");
            }
            left -= text == null ? 0 : Math.min(left, text.length());
            texts.put(column, text);
        }
        try {
            return escaped(JSON.writeValueAsString(texts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    private static String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }
}
