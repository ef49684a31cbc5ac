package io.cameletl.support;

import io.cameletl.support.StatementHook.When;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Where the proxies of one connection tell the hook what they do. */
public record Tap(Connection connection, StatementHook hook) {

    /** Runs one call to the database between the hook's two. */
    public Object around(String sql, Object target, Method method, Object... arguments) throws Throwable {
        fire(sql, When.BEFORE);
        Object result = invoke(target, method, arguments);
        fire(sql, When.AFTER);
        return result;
    }

    public void fire(String sql, When when) throws SQLException {
        try {
            hook.on(sql, when);
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
                connection.abort(Runnable::run);
            }
            throw e;
        }
    }

    public static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A proxy that is equal to itself only, whatever it stands for. */
    public static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                Tap.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> handler.invoke(self, method, arguments);
                }));
    }
}
