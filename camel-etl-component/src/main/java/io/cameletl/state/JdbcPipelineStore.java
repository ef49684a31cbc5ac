package io.cameletl.state;

import io.cameletl.pipeline.Claim;
import io.cameletl.pipeline.CursorMove;
import io.cameletl.pipeline.PipelineStatus;
import io.cameletl.pipeline.PipelineStore;
import io.cameletl.pipeline.Position;
import io.cameletl.pipeline.RunReport;
import io.cameletl.pipeline.StoredCursor;
import io.cameletl.pipeline.Window;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pipelines' state in two tables of a PostgreSQL database (15 or newer), {@code etl_pipeline} and
 * {@code etl_run}. Their DDL is the resource {@code io/cameletl/state/schema.sql}. Thread-safe; each call takes a
 * connection of the data source, under autocommit or not, and gives it back as it was.
 */
public final class JdbcPipelineStore implements PipelineStore {
    private final StateDatabase database;

    /**
     * Reaches for nothing yet: the tables are looked for, and made, at the first call.
     *
     * @param dataSource the database of the state
     * @param schema the schema of the tables, taken literally; null for the first schema of the session's search path
     * @param createTables whether to create the tables, and the schema when one is named, that are not there
     * @throws IllegalArgumentException when the schema cannot be a name in PostgreSQL
     */
    public JdbcPipelineStore(DataSource dataSource, @Nullable String schema, boolean createTables) {
        this.database = new StateDatabase(dataSource, new StateTables(schema, createTables));
    }

    @Override
    public Claim claim(String pipeline, String owner, Duration lease) {
        return database.call(
                pipeline,
                "claim the lease",
                (connection, sql) -> Leases.claim(connection, sql, pipeline, owner, lease));
    }

    @Override
    public boolean renew(String pipeline, String owner, Duration lease) {
        return database.call(
                pipeline,
                "renew the lease",
                (connection, sql) -> Leases.renew(connection, sql, pipeline, owner, lease));
    }

    @Override
    public Position position(String pipeline) {
        return database.call(
                pipeline, "read the cursor", (connection, sql) -> Positions.read(connection, sql, pipeline));
    }

    @Override
    public long move(CursorMove move) {
        return database.call(
                move.pipeline(), "move the cursor", (connection, sql) -> Positions.move(connection, sql, move));
    }

    /**
     * Takes a step of the position inside the caller's transaction, which must be READ COMMITTED and on the database
     * of this store. The step counts once the caller commits. When it throws, the caller must roll back.
     *
     * @param connection the transaction; neither committed nor closed here
     * @param move the step
     * @return the version after it
     * @throws io.cameletl.StaleLeaseException when the version, the owner or the lease is no longer what the step needs
     * @throws io.cameletl.EtlException when the database refuses the statement
     */
    public long move(Connection connection, CursorMove move) {
        return database.within(
                connection, move.pipeline(), "move the cursor", (same, sql) -> Positions.move(same, sql, move));
    }

    @Override
    public boolean taken(CursorMove move) {
        return database.call(
                move.pipeline(),
                "find out whether the page was committed",
                (connection, sql) -> Positions.taken(connection, sql, move));
    }

    /** Does nothing for a run that did nothing, whose number is 0: it holds no lease and has no place in the history. */
    @Override
    public void finish(String owner, RunReport run, @Nullable Window drained) {
        if (run.runNumber() > 0) {
            database.call(
                    run.pipeline(),
                    "record run " + run.runNumber(),
                    (connection, sql) -> History.finish(connection, sql, owner, run, drained));
        }
    }

    @Override
    public void seek(String pipeline, StoredCursor cursor) {
        database.call(
                pipeline,
                "set the cursor to " + cursor.json(),
                (connection, sql) -> Positions.seek(connection, sql, pipeline, cursor));
    }

    @Override
    public PipelineStatus status(String pipeline) {
        return database.call(pipeline, "read the status", (connection, sql) -> Status.read(connection, sql, pipeline));
    }
}
