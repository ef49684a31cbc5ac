package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tables that are never loaded, whoever names them and however: those of the server, and those that keep positions. Judged by
 * the names in the catalog, so that no spelling and no search path matters.
 */
final class ForbiddenTable {
    private static final Set<String> OF_SERVER = Set.of("pg_catalog", "information_schema");
    private static final Set<String> OF_STATE = Set.of(
            "etl_pipeline",
            "etl_run",
            "etl_skipped_page",
            "etl_rejected_record",
            "etl_action",
            "etl_load",
            "etl_shard");

    /** By table, with those that inherit from it: one that keeps positions; no row when there is none. */
    private static final String STATE = SqlResource.read(ForbiddenTable.class, "state_table.sql");

    private ForbiddenTable() {}

    /**
     * Asks the server only of a table that has such a name, or has child tables.
     *
     * @throws EtlException when it is one
     */
    static void check(Connection connection, String pipeline, TargetTable table) throws SQLException {
        QualifiedName name = table.name();
        if (OF_SERVER.contains(name.schema())) {
            throw new EtlException(
                    pipeline, name + " belongs to the server, and is no target. Name a table of your own");
        }
        if (OF_STATE.contains(name.name()) || table.traits().children()) {
            checkState(connection, pipeline, table);
        }
    }

    private static void checkState(Connection connection, String pipeline, TargetTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setLong(1, table.fingerprint().table());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw new EtlException(
                            pipeline,
                            table.name() + " holds " + new QualifiedName(row.getString(1), row.getString(2))
                                    + ", a table in which camel-etl keeps the state of pipelines, and is no target: what"
                                    + " is written there would lose rows. Name another table");
                }
            }
        }
    }
}
