package io.cameletl.internal.postgres.load;

import io.cameletl.BadRecordException;
import io.cameletl.TooManyRejectsException;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.RejectedRecord.Wait;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TargetTable.ForeignKey;
import io.cameletl.internal.records.RecordText;
import io.cameletl.internal.values.Shortened;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bad records of one page. With one more than allowed, the page fails. */
public final class Rejects {
    private final String pipeline;
    private final int allowed;
    private final IdentityHashMap<StagedTable, SortedMap<Integer, Reject>> byTable = new IdentityHashMap<>();
    private @Nullable Reject first;
    private int size;

    /** @param allowed how many there may be; with 0 none is to be searched for */
    Rejects(String pipeline, int allowed) {
        this.pipeline = pipeline;
        this.allowed = allowed;
    }

    /**
     * A bad record that was found and is not yet in the ledger.
     *
     * @param table the table it was for
     * @param record its place in the page, from 0
     * @param column the column at fault; null when no single one is
     * @param sqlState the SQLSTATE of the failure; null when the record never reached the server
     * @param reason the reason in words
     * @param orphan the foreign key whose parent row is missing; null when the reason is another
     * @param cause the failure; null when the record never reached the server
     */
    public record Reject(
            StagedTable table,
            int record,
            @Nullable String column,
            @Nullable String sqlState,
            String reason,
            @Nullable ForeignKey orphan,
            @Nullable SQLException cause) {
        /** @return the failure that names the record, where it may not be left out */
        public BadRecordException failure() {
            return table.records().bad(record, column, reason, cause);
        }

        /** The reason with the column that it is about. */
        private String fullReason() {
            return column == null ? reason : "column " + column + ": " + reason;
        }
    }

    /** @return whether bad records are to be searched for */
    public boolean allowed() {
        return allowed > 0;
    }

    /** @return how many more there may be */
    public int remaining() {
        return allowed - size;
    }

    /** @throws TooManyRejectsException when there are more than allowed */
    public void add(Reject reject) {
        addAll(List.of(reject));
    }

    /** @throws TooManyRejectsException when there are more than allowed; its message counts all of them */
    public void addAll(List<Reject> rejects) {
        for (Reject reject : rejects) {
            of(reject.table()).put(reject.record(), reject);
            first = first == null ? reject : first;
            size++;
        }
        if (size > allowed) {
            throw tooMany(first == null ? rejects.get(0) : first);
        }
    }

    /** @return a table's bad records by their places in the page */
    public Set<Integer> records(StagedTable table) {
        return Collections.unmodifiableSet(of(table).keySet());
    }

    /** @return the column at fault of a bad record; null when no single one is */
    public @Nullable String column(StagedTable table, int record) {
        Reject reject = of(table).get(record);
        return reject == null ? null : reject.column();
    }

    /** @return how many of a table's records are bad */
    public int count(StagedTable table) {
        return of(table).size();
    }

    /**
     * @param tables the page's tables, in the order in which their records are to come
     * @param postponed the records that wait
     * @param awaited tells where the rows come from that they wait for
     */
    public LeftOut list(List<StagedTable> tables, PostponedRecords postponed, AwaitedTables awaited)
            throws SQLException {
        Map<ForeignKey, Map<List<@Nullable String>, String>> parents = new HashMap<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        List<RejectedRecord> waiting = new ArrayList<>();
        for (StagedTable table : tables) {
            RecordText text = new RecordText(table.records(), table.copyColumns());
            of(table).values().forEach(reject -> rejected.add(entry(0, reject, text, parents, null)));
            for (Reject record : postponed.of(table).values()) {
                // The ledger knows since when.
                Wait wait = new Wait(Instant.MAX, awaited.elsewhere(record));
                waiting.add(entry(postponed.number(table, record.record()), record, text, parents, wait));
            }
        }
        return new LeftOut(rejected, waiting);
    }

    private RejectedRecord entry(
            long number,
            Reject reject,
            RecordText text,
            Map<ForeignKey, Map<List<@Nullable String>, String>> parents,
            @Nullable Wait wait) {
        StagedTable table = reject.table();
        ForeignKey orphan = reject.orphan();
        String reason = orphan == null
                ? reject.fullReason()
                : orphanReason(reject, orphan, parents.computeIfAbsent(orphan, this::rejectedParents));
        return new RejectedRecord(
                number,
                table.name(),
                Value.plain(table.records().key(reject.record())),
                text.json(reject.record()),
                reject.sqlState(),
                Outlet.message(pipeline, reason, reject.cause()),
                wait);
    }

    private SortedMap<Integer, Reject> of(StagedTable table) {
        return byTable.computeIfAbsent(table, ignored -> new TreeMap<>());
    }

    /** Says of a record without a parent whether the parent was rejected in the same page. */
    private static String orphanReason(Reject child, ForeignKey key, Map<List<@Nullable String>, String> parents) {
        List<@Nullable String> values = texts(child.table(), child.record(), key.columns());
        String parent = parents.get(values);
        String shown = Shortened.of(values.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        String row = key.parent() + " with " + SqlLists.names(key.parentColumns()) + " = " + shown;
        return parent == null
                ? "the foreign key \"" + key.name() + "\" does not hold: there is no " + row
                        + ". Load the parent in this page or before (parents come first in the option tables)"
                : "its parent " + row + " was rejected in the same page, as " + parent + "; the foreign key \""
                        + key.name() + "\" does not hold without it. Replay both";
    }

    /** The rejected records of the parent table, by the values that children refer to. */
    private Map<List<@Nullable String>, String> rejectedParents(ForeignKey key) {
        Map<List<@Nullable String>, String> found = new HashMap<>();
        byTable.forEach((table, records) -> {
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

    private TooManyRejectsException tooMany(Reject example) {
        String key = example.table().records().key(example.record());
        return new TooManyRejectsException(
                pipeline,
                "at least " + size + " records of the page are bad, and no more than " + allowed
                        + " may be rejected: what the run has left of the option maxRejectsPerRun. Nothing of the page"
                        + " was written. Correct the records, or raise the option. The first: table "
                        + example.table().name() + ", record " + (example.record() + 1L)
                        + (key.isEmpty() ? "" : " (" + key + ")") + ", " + example.fullReason(),
                null);
    }
}
