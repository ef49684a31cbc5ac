package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.ForeignKey;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import io.cameletl.internal.values.Shortened;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells of a record whose parent is not there whether that is because the parent was rejected in the same page. */
final class ParentReasons {
    private final IdentityHashMap<StagedTable, SortedMap<Integer, Reject>> rejects;
    private final Map<ForeignKey, Map<List<@Nullable String>, String>> parents = new HashMap<>();

    ParentReasons(IdentityHashMap<StagedTable, SortedMap<Integer, Reject>> rejects) {
        this.rejects = rejects;
    }

    String of(Reject child, ForeignKey key) {
        List<@Nullable String> values = texts(child.table(), child.record(), key.columns());
        String parent = parents.computeIfAbsent(key, this::rejectedParents).get(values);
        String row =
                key.parent() + " with " + SqlLists.names(key.parentColumns()) + " = " + Shortened.of(shown(values));
        return parent == null
                ? "the foreign key \"" + key.name() + "\" does not hold: there is no " + row
                        + ". Load the parent in this page or before (parents come first in the option tables)"
                : "its parent " + row + " was rejected in the same page, as " + parent + "; the foreign key \""
                        + key.name() + "\" does not hold without it. Replay both";
    }

    private static String shown(List<@Nullable String> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The rejected records of the parent table, by the values that children refer to. */
    private Map<List<@Nullable String>, String> rejectedParents(ForeignKey key) {
        Map<List<@Nullable String>, String> found = new HashMap<>();
        rejects.forEach((table, records) -> {
            if (table.table().name().equals(key.parent())) {
                records.keySet()
                        .forEach(record -> found.put(
                                texts(table, record, key.parentColumns()),
                                "table " + table.name() + ", record " + (record + 1L)));
            }
        });
        return found;
    }

    private static List<@Nullable String> texts(StagedTable table, int record, List<Identifier> columns) {
        RecordText text = new RecordText(table.records(), table.copyColumns());
        return columns.stream()
                .<@Nullable String>map(column -> text.value(record, column.name()))
                .toList();
    }
}
