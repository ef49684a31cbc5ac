package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs statements that make or alter tables, in a transaction that goes on. */
final class DdlRun {
    /** Whoever waits for a table's lock lets nobody else have it. */
    private static final String PATIENCE = "10s";

    /** By types as texts: those that the database does not have. */
    private static final String UNKNOWN_TYPES = SqlResource.read(DdlRun.class, "unknown_types.sql");

    private final String pipeline;
    private final Connection connection;

    DdlRun(String pipeline, Connection connection) {
        this.pipeline = pipeline;
        this.connection = connection;
    }

    /** Waits for a lock, not for long, so that nobody else alters the table meanwhile. */
    void lock(QualifiedName table) throws SQLException {
        within("lock_timeout", PATIENCE, "LOCK TABLE " + table.sql() + " IN ACCESS EXCLUSIVE MODE");
    }

    /** Waits for others that are about to create the same table. */
    void lockName(QualifiedName table) throws SQLException {
        within(
                "lock_timeout",
                PATIENCE,
                "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended("
                        + Sql.literal("camel-etl creates " + table.sql()) + ", 0))");
    }

    /**
     * @param statement names its tables with their schemas
     * @param types the types that it names
     * @throws EtlException when the database does not have a type, or the user may not run it
     */
    void run(String statement, List<String> types) throws SQLException {
        requireKnown(types, statement);
        try {
            within("search_path", "pg_catalog, pg_temp", statement);
        } catch (SQLException e) {
            if (SqlStates.isOfNames(e)) {
                throw refused(statement, e);
            }
            throw e;
        }
    }

    EtlException refused(String statement, Exception cause) {
        return new EtlException(
                pipeline,
                "the user of dataSource may not, or cannot, run what the schema needs (" + cause.getMessage()
                        + "). Run it as the owner: " + statement,
                cause);
    }

    private void requireKnown(List<String> types, String statement) throws SQLException {
        List<String> unknown = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNKNOWN_TYPES)) {
            query.setArray(1, connection.createArrayOf("text", types.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    unknown.add(row.getString(1));
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new EtlException(
                    pipeline,
                    "the target database does not have the types " + unknown
                            + " that columns have at the source. Create"
                            + " them there as the source has them (enums with the same values, domains over the same"
                            + " type); or have the query cast these columns, as to text. They are needed for: "
                            + statement);
        }
    }

    /** Runs a statement under a setting, which is as before afterwards. */
    private void within(String setting, String value, String statement) throws SQLException {
        String before = Sql.lines(connection, "SELECT pg_catalog.current_setting('" + setting + "')");
        Sql.run(
                connection,
                "SELECT pg_catalog.set_config('" + setting + "', '" + value + "', true)",
                statement,
                "SELECT pg_catalog.set_config('" + setting + "', " + Sql.literal(before) + ", true)");
    }
}
