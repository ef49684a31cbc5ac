package io.cameletl.internal.engine.run;

import io.cameletl.TableCounts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by table, in the order in which the tables were first met. */
final class Counts {
    private final Map<String, TableCounts> byTable = new LinkedHashMap<>();

    void add(Map<String, TableCounts> more) {
        more.forEach((table, counts) -> byTable.merge(table, counts, TableCounts::plus));
    }

    Map<String, TableCounts> soFar() {
        return TableCounts.copyOf(byTable);
    }
}
