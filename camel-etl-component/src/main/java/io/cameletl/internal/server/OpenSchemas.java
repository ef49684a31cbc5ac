package io.cameletl.internal.server;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas on the search path in which other roles may create. What they put there may come before what a name in the
 * user's own SQL means: a query, a trigger, a custom commit.
 */
public final class OpenSchemas {
    private static final String SQL = SqlResource.read(OpenSchemas.class, "open_schemas.sql");

    private OpenSchemas() {}

    /**
     * @param option the data source, as users name it
     * @return a sentence without its full stop for each schema; empty when there is none
     */
    public static List<String> warnings(Connection connection, String option) throws SQLException {
        List<String> warnings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String schema = Identifier.of(row.getString("nspname")).sql();
                String user = Identifier.of(row.getString("reader")).sql();
                String roles = row.getString("roles");
                warnings.add("the schema " + schema + " is on the search path of the user " + user + " of " + option
                        + ", and others may create in it: " + roles
                        + ". A function or operator that they make there may"
                        + " be taken for PostgreSQL's in a query, a trigger or a custom commit, and runs as that user. Take"
                        + " the right away (REVOKE CREATE ON SCHEMA " + schema + " FROM " + roles
                        + "), or the schema out of the path (ALTER ROLE " + user + " SET search_path = ...)");
            }
        }
        return warnings;
    }
}
