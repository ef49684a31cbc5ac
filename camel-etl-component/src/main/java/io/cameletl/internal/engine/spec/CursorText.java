package io.cameletl.internal.engine.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.values.Shortened;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a cursor's JSON that somebody wrote: the value of a header, a body or an option. What Jackson would make good, by a
 * default or by leaving something out, is refused: a cursor that is not what was meant hides rows without a word.
 *
 * @param pipeline the pipeline's name, for messages
 */
record CursorText(String pipeline) {
    /** No key of a row is longer: an index entry holds less than 3 kB. */
    static final int MAX_BYTES = 64 * 1024;

    private static final JsonMapper STRICT = CursorCodec.json()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** @throws EtlException saying what is wrong with it */
    <C> C read(String json, Class<C> type) {
        requireShort(pipeline, json);
        try {
            JsonNode given = STRICT.readTree(json);
            requireWhole(given, json);
            C cursor = STRICT.readValue(json, type);
            requireSameNames(given, STRICT.valueToTree(cursor), json);
            return cursor;
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline,
                    "cannot read the cursor " + Shortened.of(json) + " as " + type.getName() + ": "
                            + Value.words(e.getOriginalMessage()) + ". " + CursorCodec.rule(),
                    e);
        }
    }

    static void requireShort(String pipeline, String json) {
        // A character takes a byte at least, so that what is very long need not be counted.
        if (json.length() > MAX_BYTES || json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new EtlException(
                    pipeline,
                    "a cursor must not be longer than 64 kB, as the one that begins " + Shortened.of(json)
                            + " is. Make it of short columns");
        }
    }

    private void requireWhole(JsonNode value, String json) {
        if (value.isNull() || value.isMissingNode()) {
            throw refused(json, "must have a value for each of its parts, and none may be null");
        }
        if (value.isObject() && value.isEmpty()) {
            throw refused(json, "must have a value for each of its parts, and {} has none");
        }
        if (value.isTextual() && !isStorable(value.textValue())) {
            throw refused(json, "holds a NUL or half of a character, which PostgreSQL cannot");
        }
        value.fieldNames().forEachRemaining(name -> {
            if (!isStorable(name)) {
                throw refused(json, "holds a NUL or half of a character, which PostgreSQL cannot");
            }
        });
        value.forEach(part -> requireWhole(part, json));
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints()
                        .noneMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }

    /** A part that is left out would be made up, as 0 or null. */
    private void requireSameNames(JsonNode given, JsonNode read, String json) {
        Set<String> names = names(given);
        if (!names.equals(names(read))) {
            throw refused(json, "must have a value for each of " + names(read) + ", and no others, not " + names);
        }
        for (String name : names) {
            requireSameNames(given.get(name), read.get(name), json);
        }
    }

    private static Set<String> names(JsonNode value) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> name = value.fieldNames(); name.hasNext(); ) {
            names.add(name.next());
        }
        return names;
    }

    private EtlException refused(String json, String rule) {
        return new EtlException(pipeline, "the cursor " + Shortened.of(json) + " " + rule);
    }
}
