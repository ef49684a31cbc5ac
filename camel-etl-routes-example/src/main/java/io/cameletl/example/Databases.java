package io.cameletl.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Makes the tables of both databases, and fills the source. Tables that are there already stay as they are. */
final class Databases {
    private static final int ORGANIZATIONS = 500;

    private Databases() {}

    /** The source's rows, and whether they are new. */
    record Contents(long users, long creds, long organizations, boolean seeded) {
        String describe(Duration took) {
            return String.format(
                    Locale.ROOT,
                    "  %-8s %,d users, %,d credentials, %,d organizations%s",
                    seeded ? "seeded" : "holds",
                    users,
                    creds,
                    organizations,
                    seeded ? String.format(Locale.ROOT, " in %.1f s", took.toMillis() / 1000.0) : "");
        }
    }

    static void createTarget(Connection target) throws SQLException {
        execute(target, "schema/target");
    }

    /** Creates the source's tables, and fills them when there are no users yet. */
    static Contents createSource(Connection source, int users) throws SQLException {
        source.setAutoCommit(false);
        execute(source, "schema/source");
        boolean empty = count(source, "users") == 0;
        if (empty) {
            seed(source, "seed/users", users);
            execute(source, "seed/user_creds");
            seed(source, "seed/organizations", ORGANIZATIONS);
            try (Statement statement = source.createStatement()) {
                statement.execute("ANALYZE users, user_creds, organizations");
            }
        }
        Contents contents = new Contents(
                count(source, "users"), count(source, "user_creds"), count(source, "organizations"), empty);
        source.commit();
        source.setAutoCommit(true);
        return contents;
    }

    /** @return the time by the database's clock */
    static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT clock_timestamp()")) {
            result.next();
            return result.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Sql.load(sql));
        }
    }

    private static void seed(Connection connection, String sql, int rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Sql.load(sql))) {
            statement.setInt(1, rows);
            statement.executeUpdate();
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }
}
