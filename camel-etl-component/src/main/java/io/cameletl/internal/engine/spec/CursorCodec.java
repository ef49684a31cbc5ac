package io.cameletl.internal.engine.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.EtlException;
import io.cameletl.StoredCursor;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's cursor as JSON and back. Only the declared type is ever instantiated; the type's name in the store is
 * compared, not loaded. Thread-safe.
 */
public final class CursorCodec<C> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final String pipeline;
    private final Class<C> type;

    /** @param type the declared cursor type */
    public CursorCodec(String pipeline, Class<C> type) {
        this.pipeline = pipeline;
        this.type = type;
    }

    /** @return the declared type */
    public Class<C> type() {
        return type;
    }

    /**
     * Checks, before anything is read, that the type can be a cursor's.
     *
     * @param seed a first cursor to try it on; may be null
     * @throws EtlException when Jackson cannot write and read it, or two equal cursors could not be told to be equal
     */
    void check(@Nullable C seed) {
        try {
            JSON.readerFor(type).readValue("null");
            if (type.getMethod("equals", Object.class).getDeclaringClass() == Object.class) {
                throw new EtlException(pipeline, "cursorType " + type.getName() + " has no equals. " + rule());
            }
        } catch (JsonProcessingException | NoSuchMethodException e) {
            throw new EtlException(
                    pipeline, "cursorType " + type.getName() + " is not readable by Jackson. " + rule(), e);
        }
        if (seed != null) {
            encode(seed);
        }
    }

    /**
     * @return the cursor as the store keeps it
     * @throws EtlException when the cursor does not come back from its JSON equal to itself
     */
    public StoredCursor encode(C cursor) {
        String json;
        try {
            json = JSON.writeValueAsString(cursor);
        } catch (JsonProcessingException e) {
            throw new EtlException(pipeline, "the cursor " + cursor + " cannot be written as JSON. " + rule(), e);
        }
        if (!cursor.equals(parse(json))) {
            throw new EtlException(
                    pipeline,
                    "the cursor " + cursor + " comes back from its JSON " + json + " as another value. " + rule());
        }
        return new StoredCursor(type.getName(), json);
    }

    /**
     * @param stored what the store holds; null when it holds nothing
     * @return the cursor; null for null
     * @throws EtlException when the store holds a cursor of another type, or one that the type cannot read
     */
    public @Nullable C decode(@Nullable StoredCursor stored) {
        if (stored == null) {
            return null;
        }
        if (!stored.type().equals(type.getName())) {
            throw new EtlException(
                    pipeline,
                    "the stored cursor is a " + stored.type() + ", the pipeline declares cursorType " + type.getName()
                            + ". Declare the stored type, or set a cursor of the new type with operation=seek");
        }
        return parse(stored.json());
    }

    /**
     * Reads a cursor that a user wrote, as of the option {@code seedCursor}.
     *
     * @throws EtlException when the type cannot read it
     */
    public C parse(String json) {
        try {
            C cursor = JSON.readValue(json, type);
            if (cursor == null) {
                throw new EtlException(pipeline, "a cursor must not be null, as " + json + " is");
            }
            return cursor;
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline,
                    "cannot read the cursor " + json + " as " + type.getName() + ": " + e.getOriginalMessage() + ". "
                            + rule(),
                    e);
        }
    }

    private static String rule() {
        return "A cursor type is a record, or a class that Jackson can write and read back equal to itself";
    }
}
