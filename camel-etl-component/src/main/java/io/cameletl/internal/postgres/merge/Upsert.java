package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TableTraits;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The statement that does what {@link MergeStatement#INSERT} and {@link MergeStatement#UPDATE} do one after the other, and
 * looks up each record's row once. It answers one row, see {@link Done}.
 */
enum Upsert {
    /** Where MERGE can say what it did. {@code merge_action} is a word of the grammar, which takes no schema. */
    MERGE {
        @Override
        String sql(TablePlan plan) {
            return """
                    WITH m AS (
                    MERGE INTO %1$s AS t
                    USING (SELECT * FROM %2$s AS s WHERE NOT s.%3$s) AS s
                    ON %4$s%5$s
                    WHEN NOT MATCHED THEN INSERT (%6$s)%7$s
                      VALUES (%8$s)
                    RETURNING merge_action() AS etl_action)
                    SELECT pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'INSERT') AS inserted,
                      pg_catalog.count(*) FILTER (WHERE m.etl_action OPERATOR(pg_catalog.=) 'UPDATE') AS updated,
                      false AS missed
                    FROM m"""
                    .formatted(
                            plan.target(),
                            plan.staging().table(),
                            plan.staging().deleted().sql(),
                            plan.match().sameKey("t", "s"),
                            plan.updatable().isEmpty()
                                    ? ""
                                    : "\nWHEN MATCHED%s\n  AND %s THEN UPDATE\n  SET %s"
                                            .formatted(plan.match().notOlder(), differ(plan), assignments(plan)),
                            SqlLists.names(plan.columns()),
                            overriding(plan),
                            SqlLists.qualified("s", plan.columns()));
        }
    },

    /**
     * Before PostgreSQL 17. The records are told apart in one pass: missing, due for an update, neither. The column that says
     * in staging which record deletes its row says here which has none, since no other name is sure to be free; and a key
     * says it, since the user may have no right to {@code ctid}. What is updated is looked up once more, so that a row that
     * somebody changes meanwhile is judged as it is then. What is not found then has been missed.
     */
    CLASSIFY {
        @Override
        String sql(TablePlan plan) {
            return """
                    WITH c AS MATERIALIZED (
                    SELECT %1$s, %11$s AS %2$s
                    FROM %3$s AS s
                    LEFT JOIN %4$s AS t ON %5$s
                    WHERE NOT s.%2$s
                      AND (%11$s%6$s)),
                    i AS (
                    INSERT INTO %4$s AS t (%7$s)%8$s
                    SELECT %1$s
                    FROM c AS s
                    WHERE s.%2$s
                    RETURNING 1)%9$s
                    SELECT n.inserted, n.updated,
                      (SELECT pg_catalog.count(*) FROM c) OPERATOR(pg_catalog.>)
                        (n.inserted OPERATOR(pg_catalog.+) n.updated) AS missed
                    FROM (SELECT (SELECT pg_catalog.count(*) FROM i) AS inserted, %10$s AS updated) AS n"""
                    .formatted(
                            SqlLists.qualified("s", plan.columns()),
                            plan.staging().deleted().sql(),
                            plan.staging().table(),
                            plan.target(),
                            plan.match().sameKey("t", "s"),
                            plan.updatable().isEmpty()
                                    ? ""
                                    : " OR (true%s\n  AND %s)"
                                            .formatted(plan.match().notOlder(), differ(plan)),
                            SqlLists.names(plan.columns()),
                            overriding(plan),
                            plan.updatable().isEmpty() ? "" : ",\nu AS (\n" + update(plan) + "\nRETURNING 1)",
                            plan.updatable().isEmpty() ? "0" : "(SELECT pg_catalog.count(*) FROM u)",
                            "pg_catalog.num_nulls(t."
                                    + plan.match().keys().get(0).sql() + ") OPERATOR(pg_catalog.=) 1");
        }

        private String update(TablePlan plan) {
            return """
                    UPDATE %s AS t
                    SET %s
                    FROM c AS s
                    WHERE NOT s.%s
                      AND %s%s
                      AND %s"""
                    .formatted(
                            plan.target(),
                            assignments(plan),
                            plan.staging().deleted().sql(),
                            plan.match().sameKey("t", "s"),
                            plan.match().notOlder(),
                            differ(plan));
        }
    };

    /** The first version whose MERGE has RETURNING. */
    private static final int MERGE_RETURNING = 17;

    /** The one that the server can do. */
    static Upsert of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= MERGE_RETURNING ? MERGE : CLASSIFY;
    }

    /**
     * Whether the two statements do nothing else than the one: not where a trigger changes what was inserted, where rows are
     * hidden from one of the two, or where several rows have one key.
     */
    static boolean suits(StagedTable table) {
        return suits(table.table());
    }

    static boolean suits(TargetTable table) {
        TableTraits traits = table.traits();
        return !traits.triggersOnInsert() && !traits.rowSecurity() && !traits.children();
    }

    abstract String sql(TablePlan plan);

    /**
     * What was done.
     *
     * @param counts the rows inserted and updated
     * @param missed whether some row was due for an update and was not there any more when it had its turn: another writer
     *     deleted it, changed its key or made it newer, or a trigger left it out
     */
    record Done(TableCounts counts, boolean missed) {
        /** @param row the answer, on its row */
        static Done of(ResultSet row) throws SQLException {
            return new Done(
                    new TableCounts(0, row.getLong("inserted"), row.getLong("updated"), 0, 0),
                    row.getBoolean("missed"));
        }
    }

    private static String differ(TablePlan plan) {
        return SqlLists.differ("t", "s", plan.updatable());
    }

    private static String assignments(TablePlan plan) {
        return SqlLists.join(plan.updatable(), ", ", column -> column.sql() + " = s." + column.sql());
    }

    private static String overriding(TablePlan plan) {
        return plan.identities().isEmpty() ? "" : " OVERRIDING SYSTEM VALUE";
    }
}
