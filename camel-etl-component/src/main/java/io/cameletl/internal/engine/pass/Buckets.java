package io.cameletl.internal.engine.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Narrows a range in which two sides differ down to the buckets in which they do. Keys fall into buckets by their hashes,
 * which needs no order of keys, and no index: each step is one look at the range on each side.
 */
final class Buckets {
    /** So many rows of a bucket are read one by one. */
    private static final int ROWS = 64;

    /** A step has so many times the buckets of the one before at most: that many sums come from each side. */
    private static final int FACTOR = 1024;

    private static final int MOST_BUCKETS = 1 << 24;

    /** So many rows of each side are in memory at once. */
    private static final int MOST_ROWS = 20_000;

    private final Side one;
    private final Side other;
    private final KeyRange range;

    Buckets(Side one, Side other, KeyRange range) {
        this.one = one;
        this.other = other;
        this.range = range;
    }

    /** @param rows how many rows the larger side has */
    List<Slice> differing(long rows) {
        Slice within = Slice.ALL;
        long most = rows;
        while (true) {
            int buckets = finer(within, most);
            if (buckets == within.buckets()) {
                return List.of(within);
            }
            Map<Integer, Sum> ours = one.sums(range, buckets, within);
            Map<Integer, Sum> theirs = other.sums(range, buckets, within);
            TreeSet<Integer> all = new TreeSet<>(ours.keySet());
            all.addAll(theirs.keySet());
            all.removeIf(bucket -> sum(ours, bucket).equals(sum(theirs, bucket)));
            if (all.isEmpty()) {
                return List.of();
            }
            within = new Slice(buckets, List.copyOf(all));
            most = all.stream().mapToLong(bucket -> rows(ours, theirs, bucket)).sum();
            if (most <= 2L * ROWS * all.size() || buckets >= MOST_BUCKETS) {
                return parts(within, ours, theirs);
            }
        }
    }

    /** @return how many buckets the next step has in all; as many as now when it takes none */
    private static int finer(Slice now, long rows) {
        long each = rows / now.chosen().size();
        int factor = 1;
        while (factor < FACTOR && (long) now.buckets() * factor < MOST_BUCKETS && (long) factor * ROWS < each) {
            factor *= 2;
        }
        return now.buckets() * factor;
    }

    private static List<Slice> parts(Slice slice, Map<Integer, Sum> ours, Map<Integer, Sum> theirs) {
        List<Slice> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        long size = 0;
        for (int bucket : slice.chosen()) {
            long more = rows(ours, theirs, bucket);
            if (!part.isEmpty() && size + more > MOST_ROWS) {
                parts.add(new Slice(slice.buckets(), part));
                part.clear();
                size = 0;
            }
            part.add(bucket);
            size += more;
        }
        parts.add(new Slice(slice.buckets(), part));
        return parts;
    }

    private static long rows(Map<Integer, Sum> ours, Map<Integer, Sum> theirs, int bucket) {
        return Math.max(sum(ours, bucket).rows(), sum(theirs, bucket).rows());
    }

    private static Sum sum(Map<Integer, Sum> sums, int bucket) {
        return sums.getOrDefault(bucket, Sum.NONE);
    }
}
