package io.cameletl.dsl;

import io.cameletl.Deletes;
import io.cameletl.Strategy;
import io.cameletl.internal.adapter.options.OptionValue;
import io.cameletl.internal.adapter.options.TableOption;
import java.util.EnumMap;
import java.util.Map;

/** What is particular to one target table. Not thread-safe. */
public final class TableBuilder {
    private final Map<TableOption, String> options = new EnumMap<>(TableOption.class);

    TableBuilder() {}

    /** @param columns the columns that tell a table's rows apart. The primary key unless given */
    public TableBuilder key(String... columns) {
        options.put(TableOption.KEY_COLUMNS, String.join(",", columns));
        return this;
    }

    /** @param column the column that grows with each change of a row: an older version never overwrites a newer one */
    public TableBuilder version(String column) {
        options.put(TableOption.VERSION_COLUMN, column);
        return this;
    }

    /**
     * @param column the column of the records that says that a row is gone: any value but NULL and false deletes it from
     *     the target
     */
    public TableBuilder deletedWhen(String column) {
        options.put(TableOption.DELETED_COLUMN, column);
        return this;
    }

    /** @param fate what becomes of the row that {@code deletedColumn} says is gone; delete unless set */
    public TableBuilder deletes(Deletes fate) {
        options.put(TableOption.DELETES, OptionValue.inUri(fate));
        return this;
    }

    /** @param strategy what a table keeps of the versions of a row; merge unless set */
    public TableBuilder strategy(Strategy strategy) {
        options.put(TableOption.STRATEGY, OptionValue.inUri(strategy));
        return this;
    }

    /**
     * With {@code strategy=history}.
     *
     * @param fromColumn the column that says since when a line is valid; valid_from unless set
     * @param toColumn the column that says until when, exclusive; valid_to unless set
     */
    public TableBuilder validity(String fromColumn, String toColumn) {
        options.put(TableOption.VALID_FROM_COLUMN, fromColumn);
        options.put(TableOption.VALID_TO_COLUMN, toColumn);
        return this;
    }

    /**
     * @param condition which rows of the target table are the pipeline's, as a condition in SQL over its columns, such as
     *     origin = 'crm': a comparison takes no other row for surplus; all are unless set
     */
    public TableBuilder verifyWhere(String condition) {
        options.put(TableOption.VERIFY_WHERE, condition);
        return this;
    }

    Map<TableOption, String> options() {
        return options;
    }
}
