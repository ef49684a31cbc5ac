package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.TimestampCursor;
import java.util.Map;

/** Names the cursor's type to the endpoint, where that is not the one it takes by itself. */
final class CursorOption {
    private CursorOption() {}

    /** @throws EtlException when the type does not go with the source */
    static void put(String pipeline, Class<?> cursorType, Map<String, Object> options) {
        boolean query = options.containsKey("query");
        if (query && cursorType != KeysetCursor.class) {
            String rule = "the cursor of a query is a KeysetCursor, not a " + cursorType.getName();
            throw new EtlException(pipeline, rule + ". Declare it: pipeline(\"" + pipeline + "\", KeysetCursor.class)");
        }
        if (!query && cursorType != TimestampCursor.class) {
            options.put("cursorType", cursorType.getName());
        }
    }
}
