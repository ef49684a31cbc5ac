package io.cameletl.foreign.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;

/** A database of one test. */
public record MySqlDatabase(MariaDb server, String name) {
    /** A new connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(MySqlDriver.MARIADB, name));
    }

    /** Runs each text, one statement each. */
    public void execute(String... sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", sql), e);
        }
    }

    /**
     * A pool, which the caller closes.
     *
     * @param inSession what each of its sessions begins with
     */
    public BasicDataSource pool(MySqlDriver driver, String... inSession) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(server.url(driver, name));
        pool.setConnectionInitSqls(List.of(inSession));
        return pool;
    }
}
