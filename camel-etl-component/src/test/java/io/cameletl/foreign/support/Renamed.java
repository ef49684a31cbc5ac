package io.cameletl.foreign.support;

import io.cameletl.support.DelegatingDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that calls itself a product which nobody knows. */
public final class Renamed extends DelegatingDataSource {
    public Renamed(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    public Connection wrap(Connection connection) throws SQLException {
        DatabaseMetaData product = connection.getMetaData();
        DatabaseMetaData renamed = like(DatabaseMetaData.class, product, "getDatabaseProductName", "Newcomer");
        return like(Connection.class, connection, "getMetaData", renamed);
    }

    private static <T> T like(Class<T> type, T original, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) ->
                        called.getName().equals(method) ? answer : invoke(original, called, arguments)));
    }

    private static Object invoke(Object original, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
