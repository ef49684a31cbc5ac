package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.ForeignKey;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds, in one statement, all records in place that refer to rows which are not there: their positions, and which of
 * the foreign keys it is. A record that is older than its row is none of them, for it will not be written.
 */
final class OrphansStatement {
    private OrphansStatement() {}

    /** @param foreignKeys of columns that the records fill; at least one */
    static String of(TablePlan plan, List<ForeignKey> foreignKeys) {
        return IntStream.range(0, foreignKeys.size())
                .mapToObj(number -> of(plan, number, foreignKeys.get(number)))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private static String of(TablePlan plan, int number, ForeignKey key) {
        return """
                SELECT s.%1$s AS etl_record, %2$d AS etl_key
                FROM %3$s AS s
                WHERE NOT s.%4$s
                  AND %5$s
                  AND NOT EXISTS (SELECT FROM %6$s AS p WHERE %7$s)%8$s%9$s"""
                .formatted(
                        plan.staging().position().sql(),
                        number,
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        SqlLists.join(key.columns(), " AND ", column -> "s." + column.sql() + " IS NOT NULL"),
                        key.parent().sql(),
                        IntStream.range(0, key.columns().size())
                                .mapToObj(i -> "p." + key.parentColumns().get(i).sql() + " = s."
                                        + key.columns().get(i).sql())
                                .collect(Collectors.joining(" AND ")),
                        notOutdated(plan),
                        RecordRange.IN_PLACE.condition(plan));
    }

    private static String notOutdated(TablePlan plan) {
        if (plan.match().version() == null) {
            return "";
        }
        String version = plan.match().version().sql();
        return "\n  AND NOT EXISTS (SELECT FROM " + plan.target() + " AS t WHERE "
                + SqlLists.sameKey(plan.match().keys()) + " AND t." + version + " IS NOT NULL AND (s." + version
                + " >= t." + version + ") IS NOT TRUE)";
    }
}
