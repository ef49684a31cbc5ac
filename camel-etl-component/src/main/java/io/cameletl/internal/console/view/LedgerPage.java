package io.cameletl.internal.console.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a ledger, oldest first.
 *
 * @param lines at most 50
 * @param total how many there are in the ledger
 * @param next the id after which the next page begins; null when there is none
 * @param groups the same ledger by table and SQLSTATE, the most frequent first, at most 20
 */
public record LedgerPage<T>(List<T> lines, long total, @Nullable Long next, List<Group> groups) {
    public LedgerPage {
        lines = List.copyOf(lines);
        groups = List.copyOf(groups);
    }

    /**
     * Lines that are in the ledger for the same kind of reason.
     *
     * @param table the target table; null for skipped pages
     * @param sqlState null where there is none
     * @param example the reason of one of them, in words
     * @param lines how many there are
     */
    public record Group(@Nullable String table, @Nullable String sqlState, String example, long lines) {}
}
