package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state tables, and creates those that are not there, and the columns that the tables of an earlier version
 * lack. It looks
 * first, so that a role without the right to create works with tables that a DBA made. It creates under a lock, so that
 * several processes can start at once.
 */
final class StateTables {
    /** The tables' DDL, for DBAs. */
    static final String DDL = "io/cameletl/state/schema.sql";

    /** The tables, for messages. */
    static final String NAMES = "etl_pipeline, etl_run, etl_skipped_page and etl_rejected_record";

    /** "camel-etl" in ASCII, cut to eight bytes: held only while the tables are made. */
    private static final long LOCK = 0x63616d656c65746cL;

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
            create(connection, pipeline, found);
        }
        return new StateSql(found.schema());
    }

    private void create(Connection connection, String pipeline, Found found) throws SQLException {
        try {
            Connections.transaction(connection, same -> createMissing(same, pipeline, found.quoted()));
        } catch (SQLException e) {
            throw StateErrors.cannotCreate(pipeline, found.quoted(), e);
        }
    }

    private boolean createMissing(Connection connection, String pipeline, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // In another level what the last holder of the lock has made would not be seen. A table that somebody
            // works with for long is not waited for: whoever waits to alter it keeps others from it.
            statement.execute("set transaction isolation level read committed");
            statement.execute("set local lock_timeout to '10s'");
            statement.execute("select pg_catalog.pg_advisory_xact_lock(" + LOCK + ")");
            // whoever had the lock before may have made it all; making anything needs a right of its own
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
