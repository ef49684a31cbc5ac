package io.cameletl.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A connection that tells a hook of all it sends, COPY through {@code unwrap(PGConnection.class)} included. */
public final class HookedConnection implements InvocationHandler {

    private final Connection delegate;
    private final Tap tap;

    private HookedConnection(Connection delegate, Tap tap) {
        this.delegate = delegate;
        this.tap = tap;
    }

    public static Connection over(Connection delegate, StatementHook hook) {
        return Tap.proxy(Connection.class, new HookedConnection(delegate, new Tap(delegate, hook)));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "createStatement" -> statement(Statement.class, "", self, method, arguments);
            case "prepareStatement" ->
                statement(PreparedStatement.class, (String) arguments[0], self, method, arguments);
            case "prepareCall" -> statement(CallableStatement.class, (String) arguments[0], self, method, arguments);
            case "commit" -> tap.around("COMMIT", delegate, method, arguments);
            case "rollback" ->
                tap.around(arguments == null ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT", delegate, method, arguments);
            case "setSavepoint" -> tap.around("SAVEPOINT", delegate, method, arguments);
            case "releaseSavepoint" -> tap.around("RELEASE SAVEPOINT", delegate, method, arguments);
            case "setAutoCommit" -> setAutoCommit((Boolean) arguments[0], method);
            case "getMetaData" -> metaData((DatabaseMetaData) Tap.invoke(delegate, method, arguments), self);
            case "unwrap" -> unwrap((Class<?>) arguments[0], self);
            default -> Tap.invoke(delegate, method, arguments);
        };
    }

    private Object statement(
            Class<? extends Statement> type, String sql, Object self, Method method, Object[] arguments)
            throws Throwable {
        Statement statement = (Statement) Tap.invoke(delegate, method, arguments);
        return Tap.proxy(type, new HookedStatement(statement, sql, (Connection) self, tap));
    }

    /** Turning autocommit on commits what is open. */
    private Object setAutoCommit(boolean on, Method method) throws Throwable {
        boolean commits = on
                && !delegate.getAutoCommit()
                && delegate.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
        return commits ? tap.around("COMMIT", delegate, method, on) : Tap.invoke(delegate, method, on);
    }

    private DatabaseMetaData metaData(DatabaseMetaData metaData, Object self) {
        return Tap.proxy(DatabaseMetaData.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return self;
            }
            return method.getReturnType() == ResultSet.class
                    ? tap.around("DatabaseMetaData." + method.getName(), metaData, method, arguments)
                    : Tap.invoke(metaData, method, arguments);
        });
    }

    private Object unwrap(Class<?> type, Object self) throws SQLException {
        if (type.isInstance(self)) {
            return self;
        }
        Object unwrapped = delegate.unwrap(type);
        if (type != PGConnection.class && type != BaseConnection.class) {
            return unwrapped;
        }
        BaseConnection connection = delegate.unwrap(BaseConnection.class);
        return Tap.proxy(
                type,
                (proxy, method, arguments) -> method.getName().equals("getCopyAPI")
                        ? new HookedCopyManager(connection, tap)
                        : Tap.invoke(connection, method, arguments));
    }
}
