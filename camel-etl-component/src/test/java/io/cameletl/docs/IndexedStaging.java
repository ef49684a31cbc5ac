package io.cameletl.docs;

import io.cameletl.StagingHook;
import java.sql.SQLException;
import java.sql.Statement;

// tag::hook[]
public final class IndexedStaging implements StagingHook {
    @Override
    public void create(StagingInput input) throws SQLException {
        try (Statement statement = input.connection().createStatement()) {
            statement.execute(input.createStatement());
            statement.execute("CREATE INDEX ON " + input.stagingTable() + " (email)");
        }
    }
}
// end::hook[]
