package io.cameletl.internal.engine.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.EtlException;
import io.cameletl.StoredCursor;
import io.cameletl.internal.outlet.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's cursor as JSON and back. Only the declared type is ever instantiated; the type's name in the store is
 * compared, not loaded. Thread-safe.
 */
public final class CursorCodec<C> {
    private static final ObjectMapper JSON = json().build();

    private final String pipeline;
    private final Class<C> type;
    private final CursorColumns columns;

    /** @param type the declared cursor type */
    public CursorCodec(String pipeline, Class<C> type) {
        this(pipeline, type, List.of());
    }

    /** @param columns the declared cursor columns, all of them; empty when they are not declared */
    public CursorCodec(String pipeline, Class<C> type, List<String> columns) {
        this.pipeline = pipeline;
        this.type = type;
        this.columns = new CursorColumns(pipeline, columns);
    }

    static JsonMapper.Builder json() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
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
     * @throws EtlException when the cursor does not come back from its JSON equal to itself, is longer than 64 kB, or is
     *     a KeysetCursor that has not a value for each of the declared columns
     */
    public StoredCursor encode(C cursor) {
        columns.check(cursor);
        String json;
        try {
            json = JSON.writeValueAsString(cursor);
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline,
                    "the cursor " + Value.of(String.valueOf(cursor)) + " cannot be written as JSON. " + rule(),
                    e);
        }
        CursorText.requireShort(pipeline, json);
        if (!cursor.equals(read(json))) {
            throw new EtlException(
                    pipeline,
                    "the cursor " + Value.of(String.valueOf(cursor)) + " comes back from its JSON " + Value.of(json)
                            + " as another value. " + rule());
        }
        return new StoredCursor(type.getName(), json);
    }

    /**
     * @param stored the cursor whose place it takes; null for none
     * @return the cursor as the store keeps it
     * @throws EtlException also when it is not of the columns of the stored one, and these are not declared
     */
    public StoredCursor encode(C cursor, @Nullable StoredCursor stored) {
        if (stored != null && stored.type().equals(type.getName())) {
            columns.checkFollows(cursor, readable(stored));
        }
        return encode(cursor);
    }

    /** @return null when it is none of the type: whoever puts another in its place mends that */
    private @Nullable C readable(StoredCursor stored) {
        try {
            return read(stored.json());
        } catch (EtlException e) {
            return null;
        }
    }

    /** @return the declared cursor columns; empty when they are not declared */
    public List<String> declaredColumns() {
        return columns.declared();
    }

    /** @return what is known of a cursor's columns */
    CursorColumns columns() {
        return columns;
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
        C cursor = read(stored.json());
        columns.requireValues(cursor);
        return cursor;
    }

    /**
     * Reads a cursor that somebody wrote, as in the option {@code seedCursor} or in a header.
     *
     * @throws EtlException when it is not just what the type needs: also when a part is missing or null, something follows
     *     its end, or it is longer than 64 kB
     */
    public C parse(String json) {
        C cursor = new CursorText(pipeline).read(json, type);
        columns.check(cursor);
        return cursor;
    }

    /**
     * Reads what a source's values or a store's cursor were written as.
     *
     * @throws EtlException when the type cannot read it
     */
    public C read(String json) {
        try {
            C cursor = JSON.readValue(json, type);
            if (cursor == null) {
                throw new EtlException(pipeline, "a cursor must not be null, as " + Value.of(json) + " is");
            }
            return cursor;
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline,
                    "cannot read the cursor " + Value.of(json) + " as " + type.getName() + ": "
                            + Value.words(e.getOriginalMessage()) + ". "
                            + rule(),
                    e);
        }
    }

    static String rule() {
        return "A cursor type is a record, or a class that Jackson can write and read back equal to itself";
    }
}
