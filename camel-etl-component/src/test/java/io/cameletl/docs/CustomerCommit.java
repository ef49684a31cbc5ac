package io.cameletl.docs;

import io.cameletl.CommitFunction;
import java.sql.PreparedStatement;
import java.sql.SQLException;

// tag::commit[]
public final class CustomerCommit implements CommitFunction {
    @Override
    public void commit(CommitInput input) throws SQLException {
        String append = "INSERT INTO customer_history (id, name, updated_at, pipeline)"
                + " SELECT id, name, updated_at, ? FROM " + input.stagingTable("customers");
        try (PreparedStatement statement = input.connection().prepareStatement(append)) {
            statement.setString(1, input.pipeline());
            statement.executeUpdate();
        }
    }
}
// end::commit[]
