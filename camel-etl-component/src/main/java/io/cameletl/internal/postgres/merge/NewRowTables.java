package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables whose last page held nothing but new rows, as the pages of a first sync do. The next page is then inserted
 * without looking for its rows first, which saves a third of the work; a row that is there after all is a unique
 * violation, on which the merge begins again and looks.
 */
public final class NewRowTables {
    private final Set<String> tables = new HashSet<>();

    /** Only where a row that is there is a violation at once: a deferrable constraint would speak up at the commit. */
    boolean expected(StagedTable table) {
        return table.plan().match().arbiter() && tables.contains(table.plan().target());
    }

    void seen(StagedTable table, boolean allNew) {
        if (allNew) {
            tables.add(table.plan().target());
        } else {
            tables.remove(table.plan().target());
        }
    }

    /** @return whether there were expectations; there are none any more */
    boolean disappointed() {
        boolean disappointed = !tables.isEmpty();
        tables.clear();
        return disappointed;
    }
}
