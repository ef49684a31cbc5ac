package io.cameletl.internal.console.view;

import java.util.List;

/**
 * What came of something that was asked for.
 *
 * @param act what it was
 * @param results one for each pipeline, in the order in which they were named
 */
public record Done(Act act, List<Result> results) {
    public Done {
        results = List.copyOf(results);
    }

    /**
     * What came of it for one pipeline.
     *
     * @param pipeline its name
     * @param done whether it was done, or begun
     * @param says in a sentence, what came of it, or why not
     */
    public record Result(String pipeline, boolean done, String says) {}
}
