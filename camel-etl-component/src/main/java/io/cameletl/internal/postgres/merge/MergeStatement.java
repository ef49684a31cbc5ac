package io.cameletl.internal.postgres.merge;

import io.cameletl.Deletes;
import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/** The statements by which records go from staging into one table. */
enum MergeStatement {
    /** Inserts records without looking for existing rows; an existing row breaks the unique index. */
    INSERT_BLIND,

    /**
     * Inserts the records whose keys the table does not have. Never with ON CONFLICT, which would leave out without a word
     * whom a row hinders that the merge does not see. Besides, that costs the server half as much again.
     */
    INSERT,

    /**
     * Updates the rows whose keys the table has, unless the row is newer or the record changes nothing. The comparison is
     * of the stored images ({@code *<>}). It works for every type, json included, and sees differences that a type's own
     * equality hides, such as another case in citext.
     */
    UPDATE,

    /** Deletes the rows whose records say that they are gone, or marks them, unless the row is newer. */
    DELETE;

    /** @return whether the statement has an effect; an update of a table of keys only has none */
    boolean applies(TablePlan plan) {
        return switch (this) {
            case UPDATE -> !plan.updatable().isEmpty();
            case DELETE -> plan.deleting().fate() != Deletes.IGNORE;
            case INSERT_BLIND, INSERT -> true;
        };
    }

    /** @param rows how many rows the statement wrote */
    TableCounts counts(long rows) {
        return switch (this) {
            case INSERT_BLIND, INSERT -> new TableCounts(0, rows, 0, 0, 0);
            case UPDATE -> new TableCounts(0, 0, rows, 0, 0);
            case DELETE -> new TableCounts(0, 0, 0, rows, 0);
        };
    }

    String sql(TablePlan plan, RecordRange range) {
        return switch (this) {
            case INSERT_BLIND -> insertBlind(plan, range);
            case INSERT -> insert(plan, range);
            case UPDATE -> update(plan, range);
            case DELETE -> plan.deleting().fate() == Deletes.MARK ? Marks.mark(plan, range) : delete(plan, range);
        };
    }

    private static String insertBlind(TablePlan plan, RecordRange range) {
        return """
                INSERT INTO %s AS t (%s)%s
                SELECT %s
                FROM %s AS s
                WHERE NOT s.%s%s"""
                .formatted(
                        plan.target(),
                        SqlLists.names(plan.columns()),
                        plan.identities().isEmpty() ? "" : " OVERRIDING SYSTEM VALUE",
                        SqlLists.qualified("s", plan.columns()),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        range.condition(plan));
    }

    private static String insert(TablePlan plan, RecordRange range) {
        return """
                %s
                  AND NOT EXISTS (SELECT FROM %s AS t WHERE %s)"""
                .formatted(insertBlind(plan, range), plan.target(), plan.match().sameKey("t", "s"));
    }

    private static String update(TablePlan plan, RecordRange range) {
        return """
                UPDATE %s AS t
                SET %s
                FROM %s AS s
                WHERE NOT s.%s
                  AND %s%s
                  AND %s%s"""
                .formatted(
                        plan.target(),
                        SqlLists.join(plan.updatable(), ", ", column -> column.sql() + " = s." + column.sql()),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("t", "s"),
                        plan.match().notOlder(),
                        SqlLists.differ("t", "s", plan.updatable()),
                        range.condition(plan));
    }

    private static String delete(TablePlan plan, RecordRange range) {
        return """
                DELETE FROM %s AS t
                USING %s AS s
                WHERE s.%s
                  AND %s%s%s"""
                .formatted(
                        plan.target(),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("t", "s"),
                        plan.match().notOlder(),
                        range.condition(plan));
    }
}
