package io.cameletl.internal.postgres.staging;

import io.cameletl.StagingKind;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.HistoryPlan;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagingLayout;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that make and fill a staging table. It has the types, lengths and collations of the target's columns, but
 * not its defaults, constraints and indexes: the merge applies those, and staging must take duplicates to tell them apart.
 */
final class StagingStatements {
    private StagingStatements() {}

    static String create(StagingKind kind, TablePlan plan) {
        StagingLayout staging = plan.staging();
        return """
                CREATE %s TABLE %s AS
                SELECT NULL::pg_catalog.int4 AS %s, NULL::pg_catalog.bool AS %s%s%s%s
                FROM %s AS t
                WITH NO DATA"""
                .formatted(
                        kind == StagingKind.TEMP ? "TEMPORARY" : "UNLOGGED",
                        staging.table(),
                        staging.position().sql(),
                        staging.deleted().sql(),
                        plan.columns().stream()
                                .map(column -> ", t." + column.sql())
                                .collect(Collectors.joining()),
                        staging.metadata() == null
                                ? ""
                                : ", NULL::pg_catalog.jsonb AS "
                                        + staging.metadata().sql(),
                        since(plan),
                        plan.target());
    }

    private static String since(TablePlan plan) {
        Identifier since = plan.staging().since();
        HistoryPlan history = plan.history();
        return since == null || history == null
                ? ""
                : ", t." + history.version().sql() + " AS " + since.sql();
    }

    /** Makes COPY refuse a record without its key: it would match no row, and be inserted again and again. */
    static String requireKeys(TablePlan plan) {
        return alterKeys(plan, "SET NOT NULL");
    }

    /** Undoes {@link #requireKeys}, so that single columns can be copied in. */
    static String releaseKeys(TablePlan plan) {
        return alterKeys(plan, "DROP NOT NULL");
    }

    static String copy(TablePlan plan, List<Identifier> columns, RowEncoder encoder) {
        return "COPY " + plan.staging().table() + " (" + SqlLists.names(columns) + ") FROM STDIN" + encoder.options();
    }

    static String copyIntoTarget(TablePlan plan, List<Identifier> columns, RowEncoder encoder) {
        return "COPY " + plan.target() + " (" + SqlLists.names(columns) + ") FROM STDIN" + encoder.options();
    }

    /** Removes records by their places in the page. */
    static String remove(TablePlan plan, int[] records) {
        return "DELETE FROM " + plan.staging().table() + " AS s WHERE s."
                + plan.staging().position().sql() + " OPERATOR(pg_catalog.=) ANY ('{"
                + IntStream.of(records).mapToObj(Integer::toString).collect(Collectors.joining(","))
                + "}'::pg_catalog.int4[])";
    }

    private static String alterKeys(TablePlan plan, String action) {
        return "ALTER TABLE " + plan.staging().table() + " "
                + SqlLists.join(plan.match().keys(), ", ", key -> "ALTER COLUMN " + key.sql() + " " + action);
    }
}
