package io.cameletl.internal.postgres.history;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.HistoryPlan;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The statements by which staged records become lines of a history, in their order. Staging has one record of each row and
 * version. A record is a point in time from which on the row has its content, or is gone; together they do what the records
 * would do one after the other, from the lowest version to the highest:
 *
 * <ol>
 *   <li>{@link #replace}: where a line begins at the point, it gets the record's content.
 *   <li>{@link #remove}: where a line begins at the point and the row is gone, the line has been valid for no time.
 *   <li>{@link #open}: every other point ends the line that it falls into, and opens one that lasts until the next point, or
 *       until the line that it fell into, or the next line, sets an end. It does neither where the row had the same content
 *       right before it.
 * </ol>
 */
public final class HistoryStatements {
    private final TablePlan plan;
    private final HistoryPlan history;
    private final String condition;

    /** @param condition the condition on staging which records are merged, to be added to others; empty for all */
    public HistoryStatements(TablePlan plan, String condition) {
        this.plan = plan;
        this.history = Objects.requireNonNull(plan.history());
        this.condition = condition;
    }

    private String from(String alias) {
        return alias + "." + history.validFrom().sql();
    }

    /** Since when a record's content is valid, or its row is gone. */
    private String since(String alias) {
        return HistoryPoints.since(plan, alias);
    }

    private String deleted(String alias) {
        return alias + "." + plan.staging().deleted().sql();
    }

    /** Gives lines the content of records of their very version. It answers the number of rows that it wrote. */
    public String replace() {
        return """
                UPDATE %s AS t
                SET %s
                FROM %s AS s
                WHERE NOT %s
                  AND %s AND %s
                  AND %s%s"""
                .formatted(
                        plan.target(),
                        SqlLists.join(replaced(), ", ", column -> column.sql() + " = s." + column.sql()),
                        plan.staging().table(),
                        deleted("s"),
                        history.sameRow("t", "s"),
                        history.same(from("t"), since("s")),
                        SqlLists.differ("t", "s", history.content()),
                        condition);
    }

    /** A line that stands for its version at a later point may get the content of a higher one. */
    private List<Identifier> replaced() {
        return history.isVersionApart()
                ? Stream.concat(history.content().stream(), Stream.of(history.version()))
                        .toList()
                : history.content();
    }

    /** @return whether there is a column that {@link #replace} could write */
    public boolean hasContent() {
        return !history.content().isEmpty();
    }

    /** Removes lines that end as they begin, and answers the positions of the records that did it. */
    public String remove() {
        return """
                DELETE FROM %s AS t
                USING %s AS s
                WHERE %s
                  AND %s AND %s%s
                RETURNING s.%s AS etl_record"""
                .formatted(
                        plan.target(),
                        plan.staging().table(),
                        deleted("s"),
                        history.sameRow("t", "s"),
                        history.same(from("t"), since("s")),
                        condition,
                        plan.staging().position().sql());
    }

    /** See {@link HistoryOpening}. */
    public String open(Collection<Integer> removed) {
        return new HistoryOpening(plan, condition).sql(removed);
    }
}
