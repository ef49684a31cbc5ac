package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.AllowedTables;
import io.cameletl.internal.postgres.plan.TableSpec;
import java.util.List;

/** Reads what the target's tables are like. */
final class TableOptions {
    private TableOptions() {}

    /** @throws EtlException when an option of a single table is unknown, or of a table that is not among the names */
    static List<TableSpec> tables(OptionReader read, List<String> names) {
        List<String> known = TableOption.optionsOf(names);
        for (String key : read.options().getTableOptions().keySet()) {
            if (!known.contains(TableOption.PREFIX + key)) {
                throw read.refused("option table." + key + " is none: valid are "
                        + TableOption.optionsOf(List.of("NAME")) + ", where NAME is one of tables=" + names);
            }
        }
        return names.stream().map(name -> table(read, name)).toList();
    }

    /** @throws EtlException when a pattern cannot be read */
    static AllowedTables allowed(OptionReader read) {
        try {
            return AllowedTables.of(OptionReader.names(read.options().getAllowedTables()));
        } catch (IllegalArgumentException e) {
            throw new EtlException(read.pipeline(), "option allowedTables: " + e.getMessage(), e);
        }
    }

    private static TableSpec table(OptionReader read, String name) {
        try {
            return new TableSpec(
                    QualifiedName.parse(name),
                    OptionReader.names(TableOption.KEY_COLUMNS.of(name, read.options())),
                    TableOption.VERSION_COLUMN.of(name, read.options()),
                    TableOption.DELETED_COLUMN.of(name, read.options()));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }
}
