package io.cameletl.internal.engine.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final SourceSide<C> source;
    private final TargetSide target;
    private final ComparedTable table;
    private final Waiting waiting;
    private final UnaryOperator<String> shown;
    private final boolean exact;
    /** Whether a row has one text of its key on both sides. */
    private final boolean oneForm;

    private final boolean trusting;

    /** Tells which rows wait in a ledger. */
    public interface Waiting {
        /** @return those of the keys, as either side prints them, of which a ledger has something */
        Set<List<String>> known(List<List<String>> keys);

        /**
         * @param rows that are due
         * @return those that wait as they are: a row that has changed since does not
         */
        Set<SourceRow> of(List<SourceRow> rows);
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
        this.oneForm = exact && source.keepsForm();
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
        private final SecondLook rest = secondLook();

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
                SecondLook look = secondLook();
                slice(range, all.get(done), look);
                done++;
                rest.takeOver(look);
                return look.differences();
            }
            if (!rest.hasSurplus()) {
                return null;
            }
            SecondLook last = secondLook();
            last.takeOver(rest);
            last.surplus();
            rest.forgetSurplus();
            return last.differences();
        }
    }

    private SecondLook secondLook() {
        return new SecondLook(source, target, table, waiting, shown);
    }

    /** @param look gets what differs; where a key may have several forms, what seems surplus is left in it */
    private void slice(KeyRange range, Slice slice, SecondLook look) {
        Map<List<String>, Long> ours = new LinkedHashMap<>();
        source.rows(range, slice).forEach(row -> ours.put(row.key(), row.hash()));
        List<List<String>> due = new ArrayList<>();
        List<KeyedHash> theirs = target.rows(range, slice);
        if (trusting && exact && theirs.isEmpty() && source.printsAsStored()) {
            // They are read by the keys that the source has.
            look.missing(oneForm ? List.copyOf(ours.keySet()) : source.ownKeys(range, slice));
            return;
        }
        for (KeyedHash row : theirs) {
            Long hash = ours.remove(row.key());
            if (hash == null) {
                look.seemsSurplus(row.key());
            } else if (hash != row.hash()) {
                due.add(row.key());
            }
        }
        due.addAll(ours.keySet());
        look.due(due);
        if (oneForm) {
            look.surplus();
        }
    }
}
