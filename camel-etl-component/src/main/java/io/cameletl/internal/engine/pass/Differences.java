package io.cameletl.internal.engine.pass;

import java.util.List;

/**
 * What a part of a range has turned out to be.
 *
 * @param found what it counts
 * @param due the keys of the source's rows that the target lacks or has otherwise, without those that wait
 * @param surplus the keys of the target's rows that the source has not
 */
public record Differences(Findings found, List<List<String>> due, List<List<String>> surplus) {
    public Differences {
        due = List.copyOf(due);
        surplus = List.copyOf(surplus);
    }
}
