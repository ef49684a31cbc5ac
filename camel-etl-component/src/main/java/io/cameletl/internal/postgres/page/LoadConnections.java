package io.cameletl.internal.postgres.page;

import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.HeldConnection;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a session.
 *
 * @param target where the pages go
 * @param runId tells the session's staging tables from any other's
 * @param loaded hears which tables are loaded, and how
 * @param knownTables what all connections of the session know of its tables
 */
record LoadConnections(PostgresTargetSpec target, String runId, LoadedTables loaded, KnownTables knownTables) {

    /** @param name tells the connection's staging tables from those of the session's others */
    LoadConnection open(String name) throws SQLException {
        return open(name, connections().hold());
    }

    /** @return the same by a connection that nobody else seems to need, for pages ahead of their turn; null when there is none */
    @Nullable
    LoadConnection openSpare() throws SQLException {
        HeldConnection held = connections().holdSpare();
        return held == null ? null : open("ahead", held);
    }

    private LoadConnection open(String name, HeldConnection held) throws SQLException {
        return LoadConnection.open(target, runId + '/' + name, loaded, knownTables, held);
    }

    private Connections connections() {
        return new Connections(target.dataSource()).during("connect to the target");
    }
}
