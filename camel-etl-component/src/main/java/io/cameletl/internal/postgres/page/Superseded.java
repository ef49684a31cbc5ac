package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A postponed record whose place a page's record takes, where they are not staged together: that has the same key and is
 * not of an older version. If it went on waiting, it would later overwrite what is newer.
 *
 * @param waiting the postponed record
 * @param rest what goes on waiting in its place: the record with the newer values of the columns that both have. Null where
 *     the newer record has all its columns, or deletes the row
 */
record Superseded(RejectedRecord waiting, @Nullable RejectedRecord rest) {
    /** @param waiting postponed records that are not with the page */
    static List<Superseded> by(
            Connection connection, List<StagedTable> tables, List<RejectedRecord> waiting, String pipeline)
            throws SQLException {
        List<Superseded> superseded = new ArrayList<>();
        for (StagedTable table : waiting.isEmpty() ? List.<StagedTable>of() : tables) {
            List<RejectedRecord> own = waiting.stream()
                    .filter(record -> QualifiedName.parse(record.table()).equals(QualifiedName.parse(table.name())))
                    .toList();
            superseded.addAll(new OfTable(table, pipeline).by(own, new LooseKeys(connection, table)));
        }
        return superseded;
    }

    /** The records of one table of the page. */
    private static final class OfTable {
        private final StagedTable table;
        private final String pipeline;
        private final RecordText text;
        private final List<String> keys;
        private final Map<List<@Nullable String>, Integer> newest = new HashMap<>();

        OfTable(StagedTable table, String pipeline) {
            this.table = table;
            this.pipeline = pipeline;
            this.text = new RecordText(table.records(), table.copyColumns());
            this.keys =
                    table.plan().match().keys().stream().map(Identifier::name).toList();
            for (int record = 0; record < table.records().size() && !keys.isEmpty(); record++) {
                int position = record;
                newest.merge(
                        keys.stream()
                                .<@Nullable String>map(column -> text.value(position, column))
                                .toList(),
                        record,
                        (one, other) -> isNewer(version(one), version(other)) ? one : other);
            }
        }

        List<Superseded> by(List<RejectedRecord> waiting, LooseKeys loose) throws SQLException {
            Map<RejectedRecord, Map<String, @Nullable String>> values = new LinkedHashMap<>();
            waiting.forEach(record -> values.put(record, record.values(pipeline)));
            Set<List<@Nullable String>> unknown = new LinkedHashSet<>();
            values.values().forEach(record -> unknown.add(key(record)));
            unknown.removeAll(newest.keySet());
            Map<List<@Nullable String>, List<@Nullable String>> same = loose.same(unknown, newest.keySet());
            List<Superseded> superseded = new ArrayList<>();
            values.forEach((record, texts) -> {
                List<@Nullable String> key = key(texts);
                Integer newer = newest.get(same.getOrDefault(key, key));
                if (newer != null && !isNewer(version(texts), version(newer))) {
                    superseded.add(new Superseded(record, rest(record, texts, newer)));
                }
            });
            return superseded;
        }

        private List<@Nullable String> key(Map<String, @Nullable String> values) {
            return keys.stream().<@Nullable String>map(values::get).toList();
        }

        private @Nullable RejectedRecord rest(RejectedRecord record, Map<String, @Nullable String> values, int newer) {
            List<String> columns = table.records().columns();
            if (columns.containsAll(values.keySet()) || table.deleted().isDeleted(newer)) {
                return null;
            }
            Map<String, @Nullable String> rest = new LinkedHashMap<>(values);
            rest.replaceAll((column, value) -> columns.contains(column) ? text.value(newer, column) : value);
            return record.withValues(rest);
        }

        private @Nullable String version(int record) {
            VersionColumn version = table.plan().match().version();
            return version == null ? null : text.value(record, version.column().name());
        }

        private @Nullable String version(Map<String, @Nullable String> values) {
            VersionColumn version = table.plan().match().version();
            return version == null ? null : values.get(version.column().name());
        }
    }

    /** Numbers by their value; times, as the source writes all of them alike, and texts by their characters. */
    private static boolean isNewer(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return false;
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) > 0;
        } catch (NumberFormatException e) {
            return one.compareTo(other) > 0;
        }
    }
}
