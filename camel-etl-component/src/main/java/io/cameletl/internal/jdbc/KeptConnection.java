package io.cameletl.internal.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection for whoever asks next: each that is opened costs the server a process and several statements.
 * Thread-safe.
 */
public final class KeptConnection implements DataSource {
    private final DataSource opened;
    private @Nullable Connection idle;

    /** @param opened opens connections */
    public KeptConnection(DataSource opened) {
        this.opened = opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection kept = taken();
        Connection connection = kept == null || kept.isClosed() ? opened.getConnection() : kept;
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized @Nullable Connection taken() {
        Connection kept = idle;
        idle = null;
        return kept;
    }

    private void giveBack(Connection connection) throws SQLException {
        synchronized (this) {
            if (idle == null && !connection.isClosed()) {
                idle = connection;
                return;
            }
        }
        connection.close();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is the data source's");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return opened.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return opened.isWrapperFor(type);
    }
}
