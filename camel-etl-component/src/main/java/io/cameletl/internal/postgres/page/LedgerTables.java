package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the tables again that records in the ledger are for. The option {@code tables} may name a table otherwise than
 * when they came there: {@code node} has become {@code public.node}. It may also have it no more.
 */
public final class LedgerTables {
    /** The names of the option, as users write them; empty when each page brings its tables. */
    private final Map<QualifiedName, String> declared = new HashMap<>();

    public LedgerTables(List<TableSpec> tables) {
        tables.forEach(table -> declared.put(table.table(), table.name()));
    }

    /** Looks tables up. */
    @FunctionalInterface
    public interface Lookup {
        /** @return what tells one table from another, in the names' order; empty for a name that stands for none */
        List<String> identities(List<QualifiedName> names);
    }

    /**
     * @param page whose tables count where none are declared
     * @param lookup asked only where a name is new, and another has the same last part
     * @return the records, each for its table by the name that the pipeline has for it now
     */
    List<RejectedRecord> renamed(List<RejectedRecord> records, List<TargetData> page, Lookup lookup) {
        Map<QualifiedName, String> known = declared.isEmpty() ? names(page) : declared;
        Map<String, String> names = new HashMap<>();
        List<RejectedRecord> renamed = new ArrayList<>(records.size());
        for (RejectedRecord record : records) {
            String name = names.computeIfAbsent(record.table(), table -> name(table, known, lookup));
            renamed.add(name.equals(record.table()) ? record : record.forTable(name));
        }
        return renamed;
    }

    /** @return whether the pipeline loads no such table */
    boolean isStrange(QualifiedName table) {
        return !declared.isEmpty() && !declared.containsKey(table);
    }

    /** @return how many of the records are for each table that the pipeline does not load */
    public Map<String, Long> strange(List<RejectedRecord> records, Lookup lookup) {
        return renamed(records, List.of(), lookup).stream()
                .map(RejectedRecord::table)
                .filter(table -> isStrange(QualifiedName.parse(table)))
                .collect(Collectors.groupingBy(table -> table, TreeMap::new, Collectors.counting()));
    }

    private static String name(String table, Map<QualifiedName, String> known, Lookup lookup) {
        QualifiedName parsed = QualifiedName.parse(table);
        if (known.containsKey(parsed)) {
            return table;
        }
        List<QualifiedName> alike = known.keySet().stream()
                .filter(name -> name.name().equals(parsed.name()))
                .toList();
        if (alike.isEmpty()) {
            return table;
        }
        List<QualifiedName> all = new ArrayList<>(List.of(parsed));
        all.addAll(alike);
        List<String> identities = lookup.identities(all);
        String own = identities.get(0);
        int same = own.isEmpty() ? 0 : identities.lastIndexOf(own);
        return same == 0 ? table : known.getOrDefault(all.get(same), table);
    }

    private static Map<QualifiedName, String> names(List<TargetData> page) {
        Map<QualifiedName, String> names = new HashMap<>();
        for (TargetData data : page) {
            if (!data.records().isEmpty()) {
                names.putIfAbsent(QualifiedName.parse(data.table()), data.table());
            }
        }
        return names;
    }
}
