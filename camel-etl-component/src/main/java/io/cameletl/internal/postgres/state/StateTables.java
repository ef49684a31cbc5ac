package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state tables, and creates those that are not there, and the columns that the tables of an earlier version
 * lack. It looks
 * first, so that a role without the right to create works with tables that a DBA made.
 *
 * <p>Several processes can start at once. No lock keeps them apart that any role may take, such as an advisory one: two
 * that make the same table meet at the catalog's unique index, where the second waits for the first, fails, and finds the
 * tables. Who may not create in the schema can keep nobody waiting.
 */
final class StateTables {
    /** The tables' DDL, for DBAs. */
    static final String DDL = "io/cameletl/state/schema.sql";

    /** What a role needs that does not own the tables, for messages. */
    static final String GRANTS = "SELECT, INSERT, UPDATE on etl_pipeline; SELECT, INSERT, UPDATE, DELETE on etl_load,"
            + " etl_shard;"
            + " SELECT, INSERT, UPDATE, DELETE on etl_verification;"
            + " SELECT, INSERT, DELETE on etl_run,"
            + " etl_skipped_page, etl_rejected_record, etl_action; UPDATE (postponed_at, rejected_at) on etl_rejected_record";

    private static final List<String> TABLES = List.of(
            "etl_pipeline",
            "etl_run",
            "etl_skipped_page",
            "etl_rejected_record",
            "etl_action",
            "etl_load",
            "etl_shard",
            "etl_verification");

    /** How often it looks again when another process makes the tables at the same time: schema, tables, columns. */
    private static final int ATTEMPTS = 5;

    private final @Nullable String schema;
    private final boolean create;

    StateTables(@Nullable String schema, boolean create) {
        this.schema = schema == null ? null : Identifier.of(schema).name();
        this.create = create;
    }

    /** @param connection a connection under autocommit */
    StateSql prepare(Connection connection, String pipeline) throws SQLException {
        ServerCheck.state(pipeline).check(connection);
        Found found = inspect(connection, pipeline);
        if (found.missing() != null) {
            if (!create) {
                throw new EtlException(
                        pipeline,
                        "schema " + found.quoted() + " lacks the state tables or columns " + found.missing()
                                + ", and createTables=false. Let a DBA run "
                                + DDL + " of the camel-etl-component jar in it, or set createTables=true");
            }
            Strangers.refuse(connection, pipeline, found.schema(), TABLES);
            create(connection, pipeline, found);
        }
        Strangers.refuse(connection, pipeline, found.schema(), TABLES);
        return new StateSql(found.schema());
    }

    private void create(Connection connection, String pipeline, Found found) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                Connections.transaction(connection, same -> createMissing(same, pipeline, found.quoted()));
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !SqlStates.isThereAlready(e)) {
                    throw StateErrors.cannotCreate(pipeline, found.quoted(), e);
                }
            }
        }
    }

    private boolean createMissing(Connection connection, String pipeline, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // In another level what others have made meanwhile would not be seen. A table that somebody works with for
            // long is not waited for: whoever waits to alter it keeps others from it.
            statement.execute("set transaction isolation level read committed");
            statement.execute("set local lock_timeout to '10s'");
            // another process may have made it all; making anything needs a right of its own
            Found now = inspect(connection, pipeline);
            if (!now.hasSchema()) {
                statement.execute("create schema " + schema);
            }
            if (now.missing() != null) {
                statement.execute("set local search_path to " + schema);
                statement.execute(SqlResource.read(StateTables.class, "/" + DDL));
            }
            return now.missing() != null;
        }
    }

    private Found inspect(Connection connection, String pipeline) throws SQLException {
        Found found = new StateStatement(connection, SqlResource.read(StateTables.class, "inspect.sql"))
                .text(schema)
                .first(row -> new Found(named(row.optional(1), pipeline), row.truth(2), row.optional(3)));
        return Objects.requireNonNull(found);
    }

    private static String named(@Nullable String schema, String pipeline) {
        if (schema == null) {
            throw new EtlException(
                    pipeline,
                    "the session's search_path names no schema that exists, so there is no place for the state"
                            + " tables. Set stateSchema");
        }
        return schema;
    }

    /** @param missing the tables and columns that are not there; null when all are */
    private record Found(String schema, boolean hasSchema, @Nullable String missing) {
        String quoted() {
            return Identifier.of(schema).sql();
        }
    }
}
