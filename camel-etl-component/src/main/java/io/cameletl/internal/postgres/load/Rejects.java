package io.cameletl.internal.postgres.load;

import io.cameletl.TooManyRejectsException;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bad records of one page. One more than allowed, and the page fails. */
public final class Rejects {
    private final String pipeline;
    private final int allowed;
    private final IdentityHashMap<StagedTable, SortedMap<Integer, Reject>> byTable = new IdentityHashMap<>();
    private @Nullable Reject first;
    private int size;

    /** @param allowed how many there may be; with 0 none is to be searched for */
    public Rejects(String pipeline, int allowed) {
        this.pipeline = pipeline;
        this.allowed = allowed;
    }

    /** @return whether bad records are to be searched for */
    public boolean allowed() {
        return allowed > 0;
    }

    /** @return how many more there may be */
    public int left() {
        return allowed - size;
    }

    /** @throws TooManyRejectsException when there are more than allowed */
    public void add(Reject reject) {
        addAll(List.of(reject));
    }

    /** @throws TooManyRejectsException when there are more than allowed; it counts all of them */
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

    /** @return how many of a table's records are bad */
    public int count(StagedTable table) {
        return of(table).size();
    }

    /** @param tables the page's tables, in the order in which their records are to come */
    public List<RejectedRecord> list(List<StagedTable> tables) {
        List<RejectedRecord> all = new ArrayList<>(size);
        ParentReasons parents = new ParentReasons(byTable);
        for (StagedTable table : tables) {
            RecordText text = new RecordText(table.records(), table.copyColumns());
            for (Reject reject : of(table).values()) {
                String reason = reject.orphan() == null ? reject.fullReason() : parents.of(reject, reject.orphan());
                String key = table.records().key(reject.record());
                all.add(new RejectedRecord(
                        0, table.name(), key, text.json(reject.record()), reject.sqlState(), reason));
            }
        }
        return all;
    }

    private SortedMap<Integer, Reject> of(StagedTable table) {
        return byTable.computeIfAbsent(table, ignored -> new TreeMap<>());
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
