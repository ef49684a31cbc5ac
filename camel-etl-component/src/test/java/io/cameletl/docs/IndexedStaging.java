package io.cameletl.docs;

import io.cameletl.StagingHook;
import io.cameletl.StagingTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

// tag::hook[]
public final class IndexedStaging implements StagingHook {
    @Override
    public void create(StagingTable staging, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(staging.createStatement());
            statement.execute("CREATE INDEX ON " + staging.name() + " (email)");
        }
    }
}
// end::hook[]
