package io.cameletl.internal.engine.driver;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the ledgers somebody means.
 *
 * @param skippedPages their numbers; null for all
 * @param rejectedRecords their numbers; null for all
 */
public record LedgerChoice(@Nullable Set<Long> skippedPages, @Nullable Set<Long> rejectedRecords) {
    /** Everything. */
    public static final LedgerChoice ALL = new LedgerChoice(null, null);

    public LedgerChoice {
        skippedPages = skippedPages == null ? null : Set.copyOf(skippedPages);
        rejectedRecords = rejectedRecords == null ? null : Set.copyOf(rejectedRecords);
    }

    /** @param pages the numbers of skipped pages; empty for everything */
    public static LedgerChoice pages(Set<Long> pages) {
        return pages.isEmpty() ? ALL : new LedgerChoice(pages, Set.of());
    }

    public boolean isAll() {
        return skippedPages == null && rejectedRecords == null;
    }

    public boolean hasPage(long number) {
        return skippedPages == null || skippedPages.contains(number);
    }

    /** @return what is meant, as it is written down */
    public Map<String, String> details() {
        return isAll() || (rejectedRecords != null && rejectedRecords.isEmpty())
                ? Map.of("pages", named(skippedPages))
                : Map.of("pages", named(skippedPages), "records", named(rejectedRecords));
    }

    private static String named(@Nullable Set<Long> numbers) {
        return numbers == null
                ? "all"
                : numbers.isEmpty()
                        ? "none"
                        : new TreeSet<>(numbers).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
