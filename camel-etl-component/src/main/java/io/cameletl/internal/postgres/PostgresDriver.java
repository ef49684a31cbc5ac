package io.cameletl.internal.postgres;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Loads a pipeline's pages into PostgreSQL: each page goes by COPY into staging tables and from there, in one
 * transaction with the cursor's step, into the target tables. Immutable and thread-safe.
 */
public final class PostgresDriver {
    private final PostgresTargetSpec spec;

    /** @param spec where the records go, and how */
    public PostgresDriver(PostgresTargetSpec spec) {
        this.spec = spec;
    }

    /**
     * Checks that the server is a PostgreSQL that is new enough, and that the declared tables, and what their options name, exist.
     *
     * @throws EtlException when something does not, naming it and what to do; also when the database cannot be asked
     */
    public void check() {
        try {
            new Connections(spec.dataSource()).call(this::checkTables);
        } catch (SQLException e) {
            throw new EtlException(
                    spec.pipeline(),
                    "the target tables could not be checked: " + ServerErrors.server(e) + ". " + ServerErrors.advice(e),
                    e);
        }
    }

    private int checkTables(Connection connection) throws SQLException {
        ServerCheck.target(spec.pipeline()).check(connection);
        Catalog catalog = new Catalog(spec.pipeline(), connection);
        for (TableSpec table : spec.tables()) {
            new TablePlanner(spec, table, catalog.table(table.table())).match();
        }
        return spec.tables().size();
    }

    /**
     * Begins the load of a run's pages; costs nothing until the first page comes.
     *
     * @param runId tells this run's staging tables from any other's; unique
     */
    public PostgresSession open(String runId) {
        return new PostgresSession(spec, runId);
    }
}
