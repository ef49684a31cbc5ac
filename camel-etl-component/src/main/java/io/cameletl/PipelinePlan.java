package io.cameletl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline would do: the answer to {@code operation=plan}. Nothing of it has been done. Immutable. Made by camel-etl
 * only; components may be added.
 *
 * @param pipeline the pipeline's name
 * @param creates the statements that would create target tables
 * @param alters the statements that would alter target tables
 * @param runs the statements that would read pages and bring them into the tables, by what they are called, in their order
 * @param notes what cannot be said yet, what would be refused, and what is to be run by hand
 */
public record PipelinePlan(
        String pipeline, List<String> creates, List<String> alters, Map<String, String> runs, List<String> notes) {
    public PipelinePlan {
        creates = List.copyOf(creates);
        alters = List.copyOf(alters);
        runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
        notes = List.copyOf(notes);
    }

    /** @return the plan as SQL to be read: notes and names are comments */
    public String text() {
        StringBuilder text = new StringBuilder("-- pipeline ").append(pipeline).append('\n');
        notes.forEach(
                note -> text.append("-- ").append(note.replace("\n", "\n-- ")).append('\n'));
        creates.forEach(statement -> text.append(statement).append(";\n"));
        alters.forEach(statement -> text.append(statement).append(";\n"));
        runs.forEach((what, statement) ->
                text.append("-- ").append(what).append('\n').append(statement).append(";\n"));
        return text.toString();
    }
}
