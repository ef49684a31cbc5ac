package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.List;

/**
 * The statements by which rows that are gone stay. Before staging is left with one record of each key, what a record says that
 * deletes its row must not take the place of what the row was before: the last record that has values becomes the one that is
 * marked, or, where deletions are ignored, stays as it is.
 */
final class Marks {
    private Marks() {}

    /** @return what is to be run before the deduplication, in order; nothing where rows are deleted */
    static List<String> before(TablePlan plan) {
        return switch (plan.deleting().fate()) {
            case DELETE -> List.of();
            case IGNORE ->
                List.of("DELETE FROM " + plan.staging().table() + " AS s\nWHERE s."
                        + plan.staging().deleted().sql());
            case MARK ->
                plan.match().version() == null
                        ? List.of(olderDeletions(plan), fold(plan), folded(plan))
                        : List.of(olderDeletions(plan), outdated(plan), fold(plan), folded(plan));
        };
    }

    /** Marks the rows of the records that say they are gone, unless the row is newer, or marked so already. */
    static String mark(TablePlan plan, RecordRange range) {
        return """
                UPDATE %s AS t
                SET %s
                FROM %s AS s
                WHERE s.%s
                  AND %s%s
                  AND %s%s"""
                .formatted(
                        plan.target(),
                        SqlLists.join(plan.marked(), ", ", column -> column.sql() + " = s." + column.sql()),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("t", "s"),
                        plan.match().notOlder(),
                        SqlLists.differ("t", "s", plan.marked()),
                        range.condition(plan));
    }

    /** Removes the deletions after which another record of the key comes. */
    private static String olderDeletions(TablePlan plan) {
        return "DELETE FROM %1$s AS s\nWHERE s.%2$s\n  AND EXISTS (SELECT FROM %1$s AS d WHERE %3$s AND %4$s)"
                .formatted(
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("d", "s"),
                        later(plan, "d", "s"));
    }

    /** Removes the records with values that are older than their rows: with the version of a deletion they would not be. */
    private static String outdated(TablePlan plan) {
        return """
                DELETE FROM %1$s AS s
                WHERE NOT s.%2$s
                  AND EXISTS (SELECT FROM %1$s AS d WHERE d.%2$s AND %3$s)
                  AND EXISTS (SELECT FROM %4$s AS t WHERE %5$s AND (true%6$s) IS NOT TRUE)"""
                .formatted(
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("d", "s"),
                        plan.target(),
                        plan.match().sameKey("t", "s"),
                        plan.match().notOlder());
    }

    /** Lets a record with values have the mark of the deletion that comes after it, which is the last of its key. */
    private static String fold(TablePlan plan) {
        return "UPDATE %1$s AS s\nSET %2$s\nFROM %1$s AS d\nWHERE d.%3$s AND NOT s.%3$s AND %4$s"
                        .formatted(
                                plan.staging().table(),
                                SqlLists.join(plan.marked(), ", ", column -> column.sql() + " = d." + column.sql()),
                                plan.staging().deleted().sql(),
                                plan.match().sameKey("d", "s"))
                + "\n  AND NOT EXISTS (SELECT FROM %s AS o WHERE NOT o.%s AND %s AND %s)"
                        .formatted(
                                plan.staging().table(),
                                plan.staging().deleted().sql(),
                                plan.match().sameKey("o", "s"),
                                later(plan, "o", "s"));
    }

    /** Removes the deletions that are folded into a record with values. */
    private static String folded(TablePlan plan) {
        return "DELETE FROM %1$s AS s\nWHERE s.%2$s\n  AND EXISTS (SELECT FROM %1$s AS d WHERE NOT d.%2$s AND %3$s)"
                .formatted(
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        plan.match().sameKey("d", "s"));
    }

    /** The condition that one record comes after another of its key: by the version, then by the position. */
    static String later(TablePlan plan, String one, String other) {
        Identifier position = plan.staging().position();
        VersionColumn version = plan.match().version();
        String after = one + "." + position.sql() + " OPERATOR(pg_catalog.>) " + other + "." + position.sql();
        return version == null
                ? after
                : "(" + version.notOlder(one, other) + ") IS TRUE AND ((" + version.notOlder(other, one)
                        + ") IS NOT TRUE OR " + after + ")";
    }
}
