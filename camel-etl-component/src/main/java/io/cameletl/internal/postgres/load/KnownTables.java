package io.cameletl.internal.postgres.load;

import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of tables from the pages before.
 *
 * <ul>
 *   <li>Those whose last page had only new rows, as the pages of a first sync have. The next page is expected to have only
 *       new rows too, and is inserted blind: without looking for existing rows, which saves a third of the work. When a row
 *       exists after all, the insert fails with a unique violation. The merge then starts again and looks.
 *   <li>How large they are, as far as the server has counted.
 * </ul>
 *
 * Thread-safe.
 */
public final class KnownTables {
    private final Set<String> tables = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> sizes;

    public KnownTables() {
        this(new ConcurrentHashMap<>());
    }

    private KnownTables(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

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

    /** Takes note of how many bytes a table has; 0 or less when the server has not counted them. */
    public void noteSize(StagedTable table, long bytes) {
        sizes.put(table.plan().target(), bytes);
    }

    /** @return how many bytes a table has; 0 or less when that is not known */
    public long size(StagedTable table) {
        return sizes.getOrDefault(table.plan().target(), 0L);
    }

    /** @return the same tables, of whose new rows from now on is taken note apart */
    public KnownTables copy() {
        KnownTables copy = new KnownTables(sizes);
        copy.tables.addAll(tables);
        return copy;
    }

    /** Expects only new rows of no table any more. */
    public void clear() {
        tables.clear();
    }
}
