package io.cameletl.internal.engine.pass;

import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.internal.engine.pass.SourceRow.Place;
import io.cameletl.internal.engine.pass.TargetSide.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The second look at what seems to differ: it is looked up by its key, and counts when it still differs then. Used by one
 * thread.
 */
final class SecondLook {
    /** So many rows are looked up by one statement. */
    private static final int BATCH = 200;

    private final SourceSide<?> source;
    private final TargetSide target;
    private final ComparedTable table;
    private final RangeComparison.Waiting waiting;
    private final UnaryOperator<String> shown;

    private final Set<List<String>> surplus = new LinkedHashSet<>();

    /** The target's keys that stand for a row of the source whose key has another form, as 1.0 for 1.00. */
    private final Set<List<String>> matched = new HashSet<>();

    private Findings found = Findings.NONE;
    private final List<List<String>> toLoad = new ArrayList<>();
    private final List<List<String>> toDelete = new ArrayList<>();

    /** @param shown what of a key may be shown */
    SecondLook(
            SourceSide<?> source,
            TargetSide target,
            ComparedTable table,
            RangeComparison.Waiting waiting,
            UnaryOperator<String> shown) {
        this.source = source;
        this.target = target;
        this.table = table;
        this.waiting = waiting;
        this.shown = shown;
    }

    /** @return what was found */
    Differences differences() {
        return new Differences(found, toLoad, toDelete);
    }

    /** A row of the target seems to be surplus. */
    void seemsSurplus(List<String> key) {
        surplus.add(key);
    }

    /** @return whether rows seem to be surplus that were not looked up yet */
    boolean hasSurplus() {
        return !surplus.isEmpty();
    }

    /** What seems surplus in another's view does in this one's too, and what it has matched is matched. */
    void takeOver(SecondLook other) {
        surplus.addAll(other.surplus);
        matched.addAll(other.matched);
    }

    /** What seemed surplus was looked up by another. */
    void forgetSurplus() {
        surplus.clear();
    }

    /** The target has none of these rows. Only those are looked up that a ledger may have. */
    void missing(List<List<String>> keys) {
        Set<List<String>> known = waiting.known(keys);
        for (List<String> key : keys) {
            if (!known.contains(key)) {
                found = found.plus(Findings.of(new Difference(Kind.MISSING, shown.apply(text(key)), List.of())));
                toLoad.add(key);
            }
        }
        due(List.copyOf(known));
    }

    /** @param due the rows that should be in the target, several of a key perhaps */
    private void differ(Map<List<String>, Difference> differences, List<SourceRow> due) {
        List<SourceRow> rows =
                due.stream().filter(row -> differences.containsKey(row.asked())).toList();
        Set<List<String>> waits = rows.isEmpty()
                ? Set.of()
                : waiting.of(rows).stream().map(SourceRow::asked).collect(Collectors.toSet());
        Map<List<String>, List<String>> own = new HashMap<>();
        rows.forEach(row -> own.put(row.asked(), row.key(table)));
        differences.forEach((key, difference) -> {
            if (waits.contains(key)) {
                found = found.plus(Findings.of(new Difference(Kind.WAITING, difference.key(), difference.columns())));
            } else {
                found = found.plus(Findings.of(difference));
                // It is read by the key that the source has.
                toLoad.add(own.getOrDefault(key, key));
            }
        });
    }

    /** Looks up rows that the source has, and that seem to be missing or different at the target. */
    void due(List<List<String>> keys) {
        due(keys, true);
    }

    /** @param first whether what turns out to be gone at the source may be surplus */
    private void due(List<List<String>> keys, boolean first) {
        for (int from = 0; from < keys.size(); from += BATCH) {
            batch(keys.subList(from, Math.min(keys.size(), from + BATCH)), first);
        }
    }

    private void batch(List<List<String>> keys, boolean first) {
        List<SourceRow> rows = source.look(keys);
        List<SourceRow> due =
                rows.stream().filter(row -> row.place() == Place.DUE).toList();
        differ(differences(due), due);
        if (first) {
            Set<List<String>> gone = new LinkedHashSet<>(keys);
            rows.stream().filter(row -> row.place() != Place.DELETED).forEach(row -> gone.remove(row.asked()));
            surplus.addAll(gone);
        }
    }

    /** Of a key with several rows at the source, one that agrees is enough: which was the last is not known here. */
    private Map<List<String>, Difference> differences(List<SourceRow> due) {
        List<Found> answers = due.isEmpty() ? List.of() : target.compare(due);
        Map<List<String>, Difference> differences = new LinkedHashMap<>();
        Set<List<String>> agree = new HashSet<>();
        for (int i = 0; i < due.size(); i++) {
            List<String> key = due.get(i).asked();
            Found answer = answers.get(i);
            if (answer.key() != null) {
                matched.add(answer.key());
            }
            if (answer.key() != null && answer.columns().isEmpty()) {
                agree.add(key);
            } else {
                differences.put(
                        key,
                        new Difference(
                                answer.key() == null ? Kind.MISSING : Kind.DIFFERENT,
                                shown.apply(text(key)),
                                answer.columns()));
            }
        }
        differences.keySet().removeAll(agree);
        return differences;
    }

    /** Looks whether the source still has nothing of them, and then whether the target still has them. */
    void surplus() {
        // Compared already, with the row whose key has another form.
        surplus.removeAll(matched);
        List<List<String>> keys = List.copyOf(surplus);
        surplus.clear();
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<List<String>> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
            Set<List<String>> gone = new LinkedHashSet<>(batch);
            List<List<String>> back = new ArrayList<>();
            for (SourceRow row : source.look(batch)) {
                if (row.place() != Place.DELETED) {
                    gone.remove(row.asked());
                }
                if (row.place() == Place.DUE) {
                    back.add(row.asked());
                }
            }
            due(back, false);
            // The source's row of this key may be another one at the target: 1.00 is 1.0 as a number, but not as a
            // text.
            gone.addAll(back);
            gone.removeAll(matched);
            if (!gone.isEmpty()) {
                target.present(List.copyOf(gone)).forEach(key -> {
                    found = found.plus(Findings.of(new Difference(Kind.SURPLUS, shown.apply(text(key)), List.of())));
                    toDelete.add(key);
                });
            }
        }
    }

    private String text(List<String> key) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < key.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(table.key().get(i).column().name())
                    .append('=')
                    .append(key.get(i));
        }
        return text.toString();
    }
}
