package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The statements that set records aside in staging while the others are loaded, and that restore them. A record set aside
 * has a negative position, so that no range of positions holds it.
 */
final class SetAside {
    private SetAside() {}

    /** Sets single records aside. */
    static String exclude(TablePlan plan, Collection<Integer> positions) {
        String position = plan.staging().position().sql();
        return "UPDATE " + plan.staging().table() + " AS s SET " + position + " = (-1) OPERATOR(pg_catalog.-) s."
                + position + "\nWHERE s." + position + " OPERATOR(pg_catalog.=) ANY ('{"
                + positions.stream().map(String::valueOf).collect(Collectors.joining(",")) + "}'::pg_catalog.int4[])";
    }

    /**
     * Restores the records set aside, and removes the others, which are loaded or rejected by now.
     *
     * @param deletes whether the records that delete their rows are meant, or all others
     */
    static String restore(TablePlan plan, boolean deletes) {
        String side = (deletes ? "s." : "NOT s.") + plan.staging().deleted().sql();
        String position = plan.staging().position().sql();
        return """
                DELETE FROM %1$s AS s
                WHERE %2$s AND s.%3$s OPERATOR(pg_catalog.>=) 0;
                UPDATE %1$s AS s SET %3$s = (-1) OPERATOR(pg_catalog.-) s.%3$s
                WHERE %2$s"""
                .formatted(plan.staging().table(), side, position);
    }

    /** Restores single records set aside, and removes the others that are in place, which are loaded or rejected by now. */
    static String restore(TablePlan plan, Collection<Integer> positions) {
        String position = plan.staging().position().sql();
        return """
                DELETE FROM %1$s AS s
                WHERE NOT s.%2$s AND s.%3$s OPERATOR(pg_catalog.>=) 0;
                UPDATE %1$s AS s SET %3$s = (-1) OPERATOR(pg_catalog.-) s.%3$s
                WHERE s.%3$s OPERATOR(pg_catalog.=) ANY ('{%4$s}'::pg_catalog.int4[])"""
                .formatted(
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        position,
                        positions.stream()
                                .map(place -> String.valueOf(-1 - place))
                                .collect(Collectors.joining(",")));
    }

    /** A new name for an index of a staging table. It is unique, since unlogged staging shares its schema with others. */
    static QualifiedName index(TablePlan plan) {
        String schema = QualifiedName.parse(plan.staging().table()).schema();
        return new QualifiedName(schema, "etl_" + UUID.randomUUID());
    }

    /** Without an index each attempt would read all of staging to find a few records. */
    static String createIndex(TablePlan plan, QualifiedName index) {
        return "CREATE INDEX " + Identifier.of(index.name()).sql() + " ON "
                + plan.staging().table() + " (" + plan.staging().position().sql() + ")";
    }
}
