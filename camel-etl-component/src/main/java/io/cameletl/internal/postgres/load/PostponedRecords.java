package io.cameletl.internal.postgres.load;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of one page that wait for rows which they refer to, or which still refer to them. The first records of a
 * table are those that waited before. With one more than allowed, the page fails.
 */
public final class PostponedRecords {
    private final String pipeline;
    private final int allowed;
    private final Map<QualifiedName, List<Long>> before;
    private final boolean late;
    private final IdentityHashMap<StagedTable, SortedMap<Integer, Reject>> byTable = new IdentityHashMap<>();
    private int size;

    /**
     * @param allowed how many there may be; with 0 none is to be searched for
     * @param others how many wait that are not with the page
     * @param before by table the numbers in the ledger of the records that the page's begin with
     * @param late whether all of the page comes later than its place in the source
     */
    public PostponedRecords(
            String pipeline, int allowed, int others, Map<QualifiedName, List<Long>> before, boolean late) {
        this.pipeline = pipeline;
        this.allowed = allowed;
        this.size = others;
        this.before = before;
        this.late = late;
    }

    /** @return whether records may be postponed */
    public boolean allowed() {
        return allowed > 0;
    }

    /** @return how many more there may be */
    public int remaining() {
        return allowed - size;
    }

    /** @throws EtlException when there are more than allowed; nothing of the page may be written then */
    public void addAll(List<Reject> records) {
        for (Reject record : records) {
            of(record.table()).put(record.record(), record);
            size++;
        }
        if (size > allowed) {
            Reject first = records.get(0);
            String key = first.table().records().key(first.record());
            throw new EtlException(
                    pipeline,
                    "at least " + size + " records would wait for rows that they refer to, and no more than " + allowed
                            + " may, as maxPostponed says. Nothing of the page was written. Load parents before their"
                            + " children, or raise the option. The first: table "
                            + first.table().name() + ", record " + (first.record() + 1L)
                            + (key.isEmpty() ? "" : " (" + key + ")") + ", " + first.reason());
        }
    }

    /** @return how many of a table's records wait */
    public int count(StagedTable table) {
        return of(table).size();
    }

    /** @return whether records that waited before this page are with it */
    public boolean any() {
        return !before.isEmpty();
    }

    /** @return how many of a table's records, from the first on, waited before this page */
    public int before(StagedTable table) {
        return numbers(table).size();
    }

    /** @return how many of the first records of a table come later than their place in the source */
    public int late(StagedTable table) {
        return late ? table.records().size() : before(table);
    }

    /** @return a record's number in the ledger; 0 when it came with the page */
    long number(StagedTable table, int record) {
        List<Long> numbers = numbers(table);
        return record < numbers.size() ? numbers.get(record) : 0;
    }

    SortedMap<Integer, Reject> of(StagedTable table) {
        return byTable.computeIfAbsent(table, ignored -> new TreeMap<>());
    }

    private List<Long> numbers(StagedTable table) {
        return before.getOrDefault(QualifiedName.parse(table.name()), List.of());
    }
}
