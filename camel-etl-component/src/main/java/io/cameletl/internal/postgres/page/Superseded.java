package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The postponed records whose place a page's records take, where they are not staged together: those of the same key, as
 * text, that are not of a newer version. If they went on waiting, they would later overwrite what is newer.
 */
final class Superseded {
    private Superseded() {}

    /**
     * @param waiting postponed records that are not with the page
     * @return their numbers in the ledger
     */
    static List<Long> by(List<StagedTable> tables, List<RejectedRecord> waiting, String pipeline) {
        List<Long> superseded = new ArrayList<>();
        for (StagedTable table : waiting.isEmpty() ? List.<StagedTable>of() : tables) {
            List<String> keys =
                    table.plan().match().keys().stream().map(Identifier::name).toList();
            Map<List<@Nullable String>, @Nullable String> newest = newest(table, keys);
            for (RejectedRecord record : waiting) {
                if (QualifiedName.parse(record.table()).equals(QualifiedName.parse(table.name()))) {
                    Map<String, @Nullable String> values = record.values(pipeline);
                    List<@Nullable String> key = key(values, keys);
                    if (newest.containsKey(key) && !isNewer(version(values, table), newest.get(key))) {
                        superseded.add(record.id());
                    }
                }
            }
        }
        return superseded;
    }

    /** The last version of each key, as text. */
    private static Map<List<@Nullable String>, @Nullable String> newest(StagedTable table, List<String> keys) {
        RecordText text = new RecordText(table.records(), table.copyColumns());
        VersionColumn version = table.plan().match().version();
        Map<List<@Nullable String>, @Nullable String> newest = new HashMap<>();
        for (int i = 0; i < table.records().size() && !keys.isEmpty(); i++) {
            int record = i;
            List<@Nullable String> key = keys.stream()
                    .<@Nullable String>map(column -> text.value(record, column))
                    .toList();
            String here =
                    version == null ? null : text.value(record, version.column().name());
            newest.merge(key, here == null ? "" : here, (one, other) -> isNewer(one, other) ? one : other);
        }
        return newest;
    }

    private static List<@Nullable String> key(Map<String, @Nullable String> values, List<String> keys) {
        return keys.stream().<@Nullable String>map(values::get).toList();
    }

    private static @Nullable String version(Map<String, @Nullable String> values, StagedTable table) {
        VersionColumn version = table.plan().match().version();
        return version == null ? null : values.get(version.column().name());
    }

    /** Numbers by their value; times, as the source writes all of them alike, and texts by their characters. */
    private static boolean isNewer(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || other.isEmpty()) {
            return false;
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) > 0;
        } catch (NumberFormatException e) {
            return one.compareTo(other) > 0;
        }
    }
}
