package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a record that does not reach staging, and so is not compared there, is outdated by one of the same key
 * later in the page. If it were rejected, its replay would bring old content back. With a version column it would not,
 * and only that column can tell: then no record is outdated.
 */
public final class LastOfKey {
    private final StagedTable table;
    private final RecordText text;
    private @Nullable Map<List<@Nullable String>, Integer> last;

    public LastOfKey(StagedTable table) {
        this.table = table;
        this.text = new RecordText(table.records(), table.copyColumns());
    }

    public boolean outdates(int record) {
        if (table.plan().match().version() != null
                || table.plan().match().keys().isEmpty()) {
            return false;
        }
        if (last == null) {
            last = new HashMap<>();
            for (int i = 0; i < table.records().size(); i++) {
                last.put(key(i), i);
            }
        }
        List<@Nullable String> key = key(record);
        return !key.contains(null) && last.getOrDefault(key, record) > record;
    }

    private List<@Nullable String> key(int record) {
        return table.plan().match().keys().stream()
                .map(Identifier::name)
                .<@Nullable String>map(column -> text.value(record, column))
                .toList();
    }
}
