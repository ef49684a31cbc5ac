package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records of one table that refer to rows which are not in the target. Of some of them the row is staged with them. */
final class Parentless {
    private final Map<Integer, Reject> rejects = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, List<StagedRow>>> parents = new HashMap<>();

    /**
     * @param key the number of the foreign key
     * @param parent a record that would be the row; null when there is none
     */
    void add(Reject reject, int key, @Nullable StagedRow parent) {
        rejects.putIfAbsent(reject.record(), reject);
        List<StagedRow> alternatives = parents.computeIfAbsent(reject.record(), record -> new TreeMap<>())
                .computeIfAbsent(key, number -> new ArrayList<>());
        if (parent != null) {
            alternatives.add(parent);
        }
    }

    /** @return all of them */
    List<Orphan> all() {
        List<Orphan> all = new ArrayList<>();
        rejects.forEach((record, reject) -> all.add(new Orphan(
                reject, List.copyOf(parents.getOrDefault(record, Map.of()).values()))));
        return all;
    }

    /** @return those that cannot be loaded together with the others in place of the table */
    SortedMap<Integer, Orphan> orphans(StagedTable table) {
        SortedMap<Integer, Orphan> orphans = new TreeMap<>();
        all().forEach(orphan -> orphans.put(orphan.record(), orphan));
        Set<Integer> candidates = Set.copyOf(orphans.keySet());
        together(
                        orphans.values(),
                        parent -> parent.table().name().equals(table.name())
                                && !parent.isAside()
                                && !candidates.contains(parent.position()))
                .forEach(orphan -> orphans.remove(orphan.record()));
        return orphans;
    }

    /**
     * Finds the records that can be loaded together: each of their parents is there, or among them.
     *
     * @param candidates records whose parents are not all in the target
     * @param isThere whether a record that is no candidate is in the target, or is loaded with these
     */
    static List<Orphan> together(Collection<Orphan> candidates, Predicate<StagedRow> isThere) {
        IdentityHashMap<StagedTable, Map<Integer, Orphan>> left = new IdentityHashMap<>();
        IdentityHashMap<StagedTable, Map<Integer, List<Orphan>>> children = new IdentityHashMap<>();
        for (Orphan candidate : candidates) {
            left.computeIfAbsent(candidate.table(), table -> new HashMap<>()).put(candidate.record(), candidate);
            candidate.parents().stream().flatMap(List::stream).forEach(parent -> children.computeIfAbsent(
                            parent.table(), table -> new HashMap<>())
                    .computeIfAbsent(parent.position(), position -> new ArrayList<>())
                    .add(candidate));
        }
        Predicate<StagedRow> stays = parent ->
                left.getOrDefault(parent.table(), Map.of()).containsKey(parent.position()) || isThere.test(parent);
        Deque<Orphan> suspected = new ArrayDeque<>(candidates);
        while (!suspected.isEmpty()) {
            Orphan orphan = suspected.remove();
            Map<Integer, Orphan> ofTable = left.getOrDefault(orphan.table(), Map.of());
            if (ofTable.containsKey(orphan.record()) && !orphan.has(stays)) {
                ofTable.remove(orphan.record());
                suspected.addAll(
                        children.getOrDefault(orphan.table(), Map.of()).getOrDefault(orphan.record(), List.of()));
            }
        }
        return left.values().stream()
                .flatMap(records -> records.values().stream())
                .toList();
    }
}
