package io.cameletl.internal.postgres.load;

import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables whose last page had only new rows, as the pages of a first sync have. The next page is expected to have only
 * new rows too, and is inserted blind: without looking for existing rows, which saves a third of the work. When a row
 * exists after all, the insert fails with a unique violation. The merge then starts again and looks. Thread-safe.
 */
public final class NewRowTables {
    private final Set<String> tables = ConcurrentHashMap.newKeySet();

    /**
     * Whether to insert the table's records blind. Never where the unique index would not refuse an existing row at once:
     * see {@link io.cameletl.internal.postgres.plan.MatchRule#covered}.
     */
    public boolean isExpected(StagedTable table) {
        return table.plan().match().covered() && tables.contains(table.plan().target());
    }

    /** Takes note of whether a page had only new rows for a table. */
    public void note(StagedTable table, boolean allNew) {
        if (allNew) {
            tables.add(table.plan().target());
        } else {
            tables.remove(table.plan().target());
        }
    }

    /** @return the same tables, of which from now on is taken note apart */
    public NewRowTables copy() {
        NewRowTables copy = new NewRowTables();
        copy.tables.addAll(tables);
        return copy;
    }

    /** Expects only new rows of no table any more. */
    public void clear() {
        tables.clear();
    }
}
