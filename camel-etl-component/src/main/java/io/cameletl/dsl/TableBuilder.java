package io.cameletl.dsl;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is particular to one target table. Not thread-safe. */
public final class TableBuilder {
    private final Map<String, Object> options = new LinkedHashMap<>();

    TableBuilder() {}

    /** @param columns tell the rows apart; a unique index must cover just them. The primary key unless given */
    public TableBuilder key(String... columns) {
        options.put("keyColumns", String.join(",", columns));
        return this;
    }

    /** @param column grows with each change of a row: an older version never overwrites a newer one */
    public TableBuilder version(String column) {
        options.put("versionColumn", column);
        return this;
    }

    /** @param column says that a row is gone: anything but NULL or false deletes it from the target */
    public TableBuilder deletedWhen(String column) {
        options.put("deletedColumn", column);
        return this;
    }

    Map<String, Object> options() {
        return options;
    }
}
