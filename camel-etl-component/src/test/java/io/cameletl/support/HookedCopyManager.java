package io.cameletl.support;

import io.cameletl.support.StatementHook.When;
import java.sql.SQLException;
import org.postgresql.copy.CopyDual;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/** COPY that tells a hook of its start, its data and its end; the methods with streams go through the ones here. */
public final class HookedCopyManager extends CopyManager {

    private final Tap tap;

    public HookedCopyManager(BaseConnection connection, Tap tap) throws SQLException {
        super(connection);
        this.tap = tap;
    }

    @Override
    public CopyIn copyIn(String sql) throws SQLException {
        tap.fire(sql, When.BEFORE);
        return hooked(CopyIn.class, super.copyIn(sql), sql);
    }

    @Override
    public CopyOut copyOut(String sql) throws SQLException {
        tap.fire(sql, When.BEFORE);
        return hooked(CopyOut.class, super.copyOut(sql), sql);
    }

    @Override
    public CopyDual copyDual(String sql) throws SQLException {
        tap.fire(sql, When.BEFORE);
        return hooked(CopyDual.class, super.copyDual(sql), sql);
    }

    private <T extends CopyOperation> T hooked(Class<T> type, T copy, String sql) {
        return Tap.proxy(type, (proxy, method, arguments) -> {
            Object result = Tap.invoke(copy, method, arguments);
            boolean ended = method.getName().equals("endCopy")
                    || method.getName().equals("readFromCopy") && result == null && !copy.isActive();
            if (ended) {
                tap.fire(sql, When.AFTER);
            } else if (method.getName().equals("writeToCopy")) {
                tap.fire(sql, When.WITHIN);
            }
            return result;
        });
    }
}
