package io.cameletl.internal.adapter.wiring;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.RunMode;
import io.cameletl.Strategy;
import io.cameletl.Surplus;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.OptionValue;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.AllowedTables;
import io.cameletl.internal.postgres.plan.Keeping;
import io.cameletl.internal.postgres.plan.TableSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private static Keeping keeping(OptionReader read, String name) {
        Strategy strategy = value(read, name, TableOption.STRATEGY, Strategy.class, Strategy.MERGE);
        Deletes deletes = value(read, name, TableOption.DELETES, Deletes.class, Deletes.DELETE);
        if (deletes != Deletes.DELETE && TableOption.DELETED_COLUMN.of(name, read.options()) == null) {
            throw read.refused("deletes=" + OptionValue.inUri(deletes) + " of the table " + name
                    + " needs deletedColumn: it says which records are of rows that are gone. Name it, or leave out"
                    + " deletes");
        }
        if (read.options().getSurplus() == Surplus.MARK && deletes != Deletes.MARK) {
            throw read.refused(
                    "surplus=mark needs deletes=mark, and the table " + name + " has no column that marks rows as"
                            + " gone. Name it in deletedColumn and give deletes=mark, or leave out surplus=mark");
        }
        Keeping standard = Keeping.of(strategy, deletes);
        String from = TableOption.VALID_FROM_COLUMN.of(name, read.options());
        String to = TableOption.VALID_TO_COLUMN.of(name, read.options());
        boolean own = read.options().getTableOptions().containsKey(name + "." + TableOption.VALID_FROM_COLUMN.option())
                || read.options().getTableOptions().containsKey(name + "." + TableOption.VALID_TO_COLUMN.option());
        if (own && strategy != Strategy.HISTORY) {
            throw read.refused("validFromColumn and validToColumn of the table " + name
                    + " need strategy=history: other tables have no validity. Give it, or leave them out");
        }
        String passes = passes(read.options());
        if (passes != null && standard.more() != null) {
            throw read.refused(passes + " keeps a table as its source is, and the table " + name + " keeps more by "
                    + standard.more() + ". Leave out one of them");
        }
        return new Keeping(
                strategy, deletes, from == null ? standard.validFrom() : from, to == null ? standard.validTo() : to);
    }

    /** @return the option by which all rows are compared; null for none */
    private static @Nullable String passes(EtlConfiguration options) {
        if (options.getMode() == RunMode.FULL) {
            return "mode=full";
        }
        return options.getFullPassCron() != null
                ? "fullPassCron"
                : options.getFullPassEvery() > 0 ? "fullPassEvery" : null;
    }

    private static <E extends Enum<E>> E value(
            OptionReader read, String table, TableOption option, Class<E> type, E standard) {
        String text = option.of(table, read.options());
        return text == null
                ? standard
                : OptionValue.read(
                        "option " + option.option(table),
                        text,
                        type,
                        read.context().getTypeConverter());
    }

    private static TableSpec table(OptionReader read, String name) {
        try {
            return new TableSpec(
                    QualifiedName.parse(name),
                    OptionReader.names(TableOption.KEY_COLUMNS.of(name, read.options())),
                    TableOption.VERSION_COLUMN.of(name, read.options()),
                    TableOption.DELETED_COLUMN.of(name, read.options()),
                    keeping(read, name));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }
}
