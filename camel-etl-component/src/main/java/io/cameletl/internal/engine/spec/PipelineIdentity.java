package io.cameletl.internal.engine.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells two pipelines of one name apart: where the rows come from, in which order they are read, and where they go. All
 * else may change in a pipeline's life. What is not known of either side tells nothing.
 *
 * @param source the database and the table whose columns are the cursor's; null when not known
 * @param cursorType the cursor's class; null when not known
 * @param cursorColumns the columns that order the rows; empty when not known
 * @param tables the target tables, with their schemas; empty when not known. Some of them in common are enough
 */
public record PipelineIdentity(
        @Nullable String source, @Nullable String cursorType, List<String> cursorColumns, List<String> tables) {
    /** Nothing is known. */
    public static final PipelineIdentity UNKNOWN = new PipelineIdentity(null, null, List.of(), List.of());

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // of a later version
            .build();

    @SuppressWarnings("NullAway") // JSON may leave out what the types need
    public PipelineIdentity {
        cursorColumns = cursorColumns == null ? List.of() : List.copyOf(cursorColumns);
        tables = tables == null ? List.of() : List.copyOf(tables);
    }

    /** @return in what it is another pipeline, in words; empty when it may be the same */
    public List<String> differences(PipelineIdentity kept) {
        List<String> differences = new ArrayList<>();
        if (source != null && kept.source != null && !source.equals(kept.source)) {
            differences.add("it read " + kept.source + ", and this reads " + source);
        }
        if (cursorType != null && kept.cursorType != null && !cursorType.equals(kept.cursorType)) {
            differences.add("its cursor was a " + kept.cursorType + ", and this one's is a " + cursorType);
        }
        if (bothKnown(cursorColumns, kept.cursorColumns) && !cursorColumns.equals(kept.cursorColumns)) {
            differences.add("its cursorColumns were " + kept.cursorColumns + ", and these are " + cursorColumns);
        }
        if (bothKnown(tables, kept.tables) && Collections.disjoint(tables, kept.tables)) {
            differences.add("it loaded " + kept.tables + ", and this loads " + tables);
        }
        return differences;
    }

    private static boolean bothKnown(List<String> some, List<String> others) {
        return !some.isEmpty() && !others.isEmpty();
    }

    /** @return this one, with what only the other knows */
    public PipelineIdentity with(PipelineIdentity kept) {
        Set<String> all = new LinkedHashSet<>(kept.tables);
        all.addAll(tables);
        return new PipelineIdentity(
                source == null ? kept.source : source,
                cursorType == null ? kept.cursorType : cursorType,
                cursorColumns.isEmpty() ? kept.cursorColumns : cursorColumns,
                List.copyOf(all));
    }

    /** @return the same pipeline, whose cursor is to be another */
    public PipelineIdentity withoutCursor() {
        return new PipelineIdentity(source, null, List.of(), tables);
    }

    public String json(String pipeline) {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new EtlException(pipeline, "cannot write down what the pipeline is made of", e);
        }
    }

    /** @param json what the store holds; null for nothing */
    public static PipelineIdentity of(String pipeline, @Nullable String json) {
        try {
            return json == null ? UNKNOWN : JSON.readValue(json, PipelineIdentity.class);
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline,
                    "made_of in its row of etl_pipeline is none that camel-etl writes. Forget it with operation=adopt",
                    e);
        }
    }
}
