package io.cameletl.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks for what a user of a pooled connection left behind in its session. */
public final class SessionCheck {

    /** The driver itself sets the application's name. */
    private static final String LEFTOVERS =
            """
            select 'setting ' || name || ' = ' || setting
            from pg_settings
            where source = 'session'
              and setting is distinct from reset_val
              and name <> 'application_name'
            union all
            select 'advisory lock ' || classid || '/' || objid
            from pg_locks
            where locktype = 'advisory' and pid = pg_backend_pid()
            """;

    private SessionCheck() {}

    /** @param expected statements that ran on purpose; a setting whose value one of them names is left out */
    public static List<String> leftovers(Connection connection, List<String> expected) throws SQLException {
        List<String> leftovers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LEFTOVERS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String leftover = rows.getString(1);
                String value = "'" + leftover.substring(leftover.indexOf("= ") + 2) + "'";
                if (expected.stream().noneMatch(sql -> sql.contains(value))) {
                    leftovers.add("A session in the pool still has " + leftover);
                }
            }
        }
        return leftovers;
    }
}
