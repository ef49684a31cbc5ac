package io.cameletl.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A statement, prepared or not, that tells a hook of each execution. */
public final class HookedStatement implements InvocationHandler {

    private final Statement delegate;
    private final String prepared;
    private final Connection connection;
    private final Tap tap;
    private final List<String> batch = new ArrayList<>();

    /** @param prepared the prepared SQL, or an empty text */
    public HookedStatement(Statement delegate, String prepared, Connection connection, Tap tap) {
        this.delegate = delegate;
        this.prepared = prepared;
        this.connection = connection;
        this.tap = tap;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        String given = arguments != null && arguments[0] instanceof String sql ? sql : prepared;
        switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                return tap.around(given, delegate, method, arguments);
            }
            case "executeBatch", "executeLargeBatch" -> {
                String sql = batch.isEmpty() ? prepared : String.join("; ", batch);
                batch.clear();
                return tap.around(sql, delegate, method, arguments);
            }
            case "addBatch" -> {
                if (arguments != null) {
                    batch.add(given);
                }
                return Tap.invoke(delegate, method, arguments);
            }
            case "clearBatch" -> {
                batch.clear();
                return Tap.invoke(delegate, method, arguments);
            }
            case "getConnection" -> {
                return connection;
            }
            default -> {
                return Tap.invoke(delegate, method, arguments);
            }
        }
    }
}
