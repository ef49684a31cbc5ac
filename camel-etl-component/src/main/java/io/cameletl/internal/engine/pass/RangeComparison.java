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
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows in which two sides differ. Sums over many rows only say where to look: what they point at is read row by
 * row, and counts when it still differs then, first at the source and after that at the target, which compares as it would
 * store. So no row that changes meanwhile is taken for a difference, and it does not matter whether the two servers order
 * keys alike or print values alike: where they do not, more rows are read, and the answer is the same.
 */
public final class RangeComparison<C> {
    /** So many rows are looked up by one statement. */
    private static final int BATCH = 200;

    private final SourceSide<C> source;
    private final TargetSide target;
    private final ComparedTable table;
    private final Waiting waiting;
    private final UnaryOperator<String> shown;
    private final boolean exact;
    private final boolean trusting;

    /** Tells which rows a ledger knows of. */
    @FunctionalInterface
    public interface Waiting {
        /** @return those of the keys, as either side prints them, whose rows wait */
        Set<List<String>> of(List<List<String>> keys);
    }

    /**
     * @param shown what of a key may be shown
     * @param trusting whether rows of a part of which the target has none are missing without another look: they are loaded
     *     then as they are
     */
    public RangeComparison(
            SourceSide<C> source,
            TargetSide target,
            ComparedTable table,
            Waiting waiting,
            UnaryOperator<String> shown,
            boolean trusting) {
        this.source = source;
        this.target = target;
        this.table = table;
        this.waiting = waiting;
        this.shown = shown;
        this.trusting = trusting;
        this.exact = table.key().stream().allMatch(ComparedTable.KeyColumn::exact);
    }

    /** @param ours what the source has of the range */
    public Findings compare(KeyRange range, Sum ours) {
        Walk walk = walk(range, ours);
        Findings all = Findings.NONE;
        for (Differences part = walk.next(); part != null; part = walk.next()) {
            all = all.plus(part.found());
        }
        return all;
    }

    /** @param ours what the source has of the range */
    public Walk walk(KeyRange range, Sum ours) {
        return new Walk(range, ours);
    }

    /** Goes over a range part by part. A part that failed can be asked for again. Used by one thread. */
    public final class Walk {
        private final KeyRange range;
        private final Sum ours;
        private @Nullable List<Slice> slices;
        private int done;
        private final Look rest = new Look();

        private Walk(KeyRange range, Sum ours) {
            this.range = range;
            this.ours = ours;
        }

        /** @return the next part; null after the last */
        public @Nullable Differences next() {
            List<Slice> all = slices;
            if (all == null) {
                Sum theirs = target.sums(range, 1, Slice.ALL).getOrDefault(0, Sum.NONE);
                slices = ours.equals(theirs)
                        ? List.of()
                        : new Buckets(source, target, range).differing(Math.max(ours.rows(), theirs.rows()));
                return new Differences(Findings.range(ours.rows(), theirs.rows()), List.of(), List.of());
            }
            if (done < all.size()) {
                Look look = new Look();
                slice(range, all.get(done), look);
                done++;
                rest.surplus.addAll(look.surplus);
                rest.matched.addAll(look.matched);
                return look.differences();
            }
            if (rest.surplus.isEmpty()) {
                return null;
            }
            Look last = new Look();
            last.matched.addAll(rest.matched);
            last.surplus.addAll(rest.surplus);
            last.surplus();
            rest.surplus.clear();
            return last.differences();
        }
    }

    /** @param look gets what differs; where keys are equal in several forms, what seems surplus is left in it */
    private void slice(KeyRange range, Slice slice, Look look) {
        Map<List<String>, Long> ours = new LinkedHashMap<>();
        source.rows(range, slice).forEach(row -> ours.put(row.key(), row.hash()));
        List<List<String>> due = new ArrayList<>();
        List<KeyedHash> theirs = target.rows(range, slice);
        if (trusting && exact && theirs.isEmpty()) {
            look.missing(List.copyOf(ours.keySet()));
            return;
        }
        for (KeyedHash row : theirs) {
            Long hash = ours.remove(row.key());
            if (hash == null) {
                look.surplus.add(row.key());
            } else if (hash != row.hash()) {
                due.add(row.key());
            }
        }
        due.addAll(ours.keySet());
        look.due(due, true);
        if (exact) {
            look.surplus();
        }
    }

    /** The second look at what seems to differ. */
    private final class Look {
        private final Set<List<String>> surplus = new LinkedHashSet<>();

        /** The target's keys that stand for a row of the source whose key has another form, as 1.0 for 1.00. */
        private final Set<List<String>> matched = new HashSet<>();

        private Findings found = Findings.NONE;
        private final List<List<String>> toLoad = new ArrayList<>();
        private final List<List<String>> toDelete = new ArrayList<>();

        Differences differences() {
            return new Differences(found, toLoad, toDelete);
        }

        void missing(List<List<String>> keys) {
            Map<List<String>, Difference> differences = new LinkedHashMap<>();
            keys.forEach(key -> differences.put(key, new Difference(Kind.MISSING, shown.apply(text(key)), List.of())));
            differ(differences, Map.of());
        }

        /** @param own the keys as the source has them, of rows that are due, by those that were asked for */
        private void differ(Map<List<String>, Difference> differences, Map<List<String>, List<String>> own) {
            Set<List<String>> forms = new LinkedHashSet<>(differences.keySet());
            differences.keySet().forEach(key -> forms.add(own.getOrDefault(key, key)));
            Set<List<String>> known = forms.isEmpty() ? Set.of() : waiting.of(List.copyOf(forms));
            differences.forEach((key, difference) -> {
                if (known.contains(key) || known.contains(own.get(key))) {
                    found = found.plus(
                            Findings.of(new Difference(Kind.WAITING, difference.key(), difference.columns())));
                } else {
                    found = found.plus(Findings.of(difference));
                    // It is read by the key that the source has.
                    toLoad.add(own.getOrDefault(key, key));
                }
            });
        }

        /** @param first whether what turns out to be gone at the source may be surplus */
        void due(List<List<String>> keys, boolean first) {
            for (int from = 0; from < keys.size(); from += BATCH) {
                batch(keys.subList(from, Math.min(keys.size(), from + BATCH)), first);
            }
        }

        private void batch(List<List<String>> keys, boolean first) {
            List<SourceRow> rows = source.look(keys);
            Map<List<String>, List<String>> own = new HashMap<>();
            rows.stream().filter(row -> row.place() == Place.DUE).forEach(row -> own.put(row.asked(), key(row)));
            differ(differences(rows), own);
            if (first) {
                Set<List<String>> gone = new LinkedHashSet<>(keys);
                rows.stream().filter(row -> row.place() != Place.DELETED).forEach(row -> gone.remove(row.asked()));
                surplus.addAll(gone);
            }
        }

        /** Of a key with several rows at the source, one that agrees is enough: which was the last is not known here. */
        private Map<List<String>, Difference> differences(List<SourceRow> rows) {
            List<SourceRow> due =
                    rows.stream().filter(row -> row.place() == Place.DUE).toList();
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
                gone.removeAll(matched);
                if (!gone.isEmpty()) {
                    target.present(List.copyOf(gone)).forEach(key -> {
                        found = found.plus(
                                Findings.of(new Difference(Kind.SURPLUS, shown.apply(text(key)), List.of())));
                        toDelete.add(key);
                    });
                }
            }
        }
    }

    private List<String> key(SourceRow row) {
        return table.keyPlaces().stream()
                .map(place -> String.valueOf(row.values().get(place)))
                .toList();
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
