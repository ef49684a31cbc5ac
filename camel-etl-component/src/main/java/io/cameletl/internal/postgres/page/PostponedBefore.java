package io.cameletl.internal.postgres.page;

import io.cameletl.Rows;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.LedgerTables.Lookup;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.records.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's postponed records, as a writer takes them from page to page. They are staged before the page's own
 * records, so that of the records of one key the last counts, as always. Read once from the ledger, and again after a page
 * that changed it.
 *
 * <p>Records of one table must have the same columns to be staged together. Postponed ones that have others wait for a
 * page that has none of their table, such as the last of a run: then those go first that have waited longest.
 */
final class PostponedBefore {
    private final String pipeline;
    private final JdbcPipelineStore store;
    private final LedgerTables tables;
    private Lookup lookup;

    /** What the ledger has; null when that is not known. */
    private @Nullable List<RejectedRecord> ledger;

    /** How often pages without records of a table came: of the kinds of columns, another has its turn each time. */
    private int turn;

    PostponedBefore(PostgresTargetSpec target, JdbcPipelineStore store, boolean none) {
        this.pipeline = target.pipeline();
        this.store = store;
        this.tables = new LedgerTables(target.tables());
        this.lookup = names -> store.identities(pipeline, names);
        this.ledger = none ? List.of() : null;
    }

    /**
     * Postponed records with a page.
     *
     * @param page all records by table, the postponed ones of a table first
     * @param numbers by table the ledger's numbers of these
     * @param others those that are not tried with the page. A newer record of their key takes their place all the same
     * @param waiting all of them
     * @param strange how many of the others are for tables that the pipeline does not load any more
     */
    record Joined(
            List<TargetData> page,
            Map<QualifiedName, List<Long>> numbers,
            List<RejectedRecord> others,
            List<RejectedRecord> waiting,
            int strange) {
        /** @return the numbers of those that need not wait any more: they are in the target, or another took their place */
        List<Long> done(LeftOut leftOut) {
            Set<Long> waiting = new HashSet<>();
            leftOut.postponed().forEach(record -> waiting.add(record.id()));
            return numbers.values().stream()
                    .flatMap(List::stream)
                    .filter(number -> !waiting.contains(number))
                    .toList();
        }
    }

    /**
     * Takes the ledger for the given one.
     *
     * @param found looks up tables for this ledger
     */
    void assume(List<RejectedRecord> assumed, Lookup found) {
        ledger = assumed;
        lookup = found;
    }

    /** A page by itself, whose records the postponed ones must not be mixed with. */
    Joined apart(List<TargetData> page) {
        List<RejectedRecord> waiting = waiting(page);
        return new Joined(page, Map.of(), waiting, waiting, strange(waiting));
    }

    Joined join(List<TargetData> page) {
        List<RejectedRecord> waiting = waiting(page);
        return waiting.isEmpty() ? apart(page) : join(page, waiting);
    }

    private List<RejectedRecord> waiting(List<TargetData> page) {
        List<RejectedRecord> known = ledger();
        return known.isEmpty() ? known : tables.renamed(known, page, lookup);
    }

    private int strange(List<RejectedRecord> waiting) {
        return (int) waiting.stream()
                .filter(record -> tables.isStrange(QualifiedName.parse(record.table())))
                .count();
    }

    private List<RejectedRecord> ledger() {
        List<RejectedRecord> known = ledger;
        if (known == null) {
            known = store.postponedRecords(pipeline);
            ledger = known;
        }
        return known;
    }

    private Joined join(List<TargetData> page, List<RejectedRecord> waiting) {
        Map<QualifiedName, Set<String>> columns = columns(page);
        Map<QualifiedName, List<Map<String, @Nullable String>>> records = new LinkedHashMap<>();
        Map<QualifiedName, List<Long>> numbers = new HashMap<>();
        List<TargetData> joined = new ArrayList<>();
        List<RejectedRecord> others = new ArrayList<>();
        for (RejectedRecord record : waiting) {
            QualifiedName table = QualifiedName.parse(record.table());
            Map<String, @Nullable String> values = record.values(pipeline);
            if (!tables.isStrange(table)
                    && columns.computeIfAbsent(table, first -> turned(first, waiting))
                            .equals(values.keySet())) {
                records.computeIfAbsent(table, first -> {
                            List<Map<String, @Nullable String>> list = new ArrayList<>();
                            joined.add(new TargetData(record.table(), list));
                            return list;
                        })
                        .add(values);
                numbers.computeIfAbsent(table, first -> new ArrayList<>()).add(record.id());
            } else {
                others.add(record);
            }
        }
        turn++;
        joined.addAll(page);
        return new Joined(joined, numbers, others, waiting, strange(others));
    }

    /** The columns of each table's records in the page. What cannot be read is the load's to complain of. */
    private Map<QualifiedName, Set<String>> columns(List<TargetData> page) {
        Map<QualifiedName, Set<String>> columns = new HashMap<>();
        for (TargetData data : page) {
            if (!data.records().isEmpty()) {
                columns.put(QualifiedName.parse(data.table()), Set.copyOf(columns(data)));
            }
        }
        return columns;
    }

    private List<String> columns(TargetData data) {
        return data.records() instanceof Rows rows
                ? rows.columns()
                : Records.of(pipeline, data.table(), List.of(), data.records().subList(0, 1))
                        .columns();
    }

    private Set<String> turned(QualifiedName table, List<RejectedRecord> waiting) {
        List<Set<String>> kinds = waiting.stream()
                .filter(record -> QualifiedName.parse(record.table()).equals(table))
                .map(record -> record.values(pipeline).keySet())
                .distinct()
                .toList();
        return kinds.get(turn % kinds.size());
    }

    /**
     * Takes note of what a page's transaction changes in the ledger, if it is committed.
     *
     * @param fewer how many less of the records that were not with the page are in the ledger
     * @param replaced whether any of them left it
     * @return how many wait then
     */
    long kept(Joined joined, LeftOut leftOut, int fewer, boolean replaced) {
        boolean changed = replaced
                || !joined.done(leftOut).isEmpty()
                || leftOut.postponed().stream().anyMatch(record -> record.id() == 0);
        if (changed) {
            ledger = null;
        }
        return leftOut.postponed().size() + (long) joined.others().size() - fewer;
    }
}
