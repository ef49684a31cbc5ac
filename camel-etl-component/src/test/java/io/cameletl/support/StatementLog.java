package io.cameletl.support;

import io.cameletl.support.StatementHook.When;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * A data source that remembers what it sent to the database, failed statements included; {@link StatementHook} says
 * how each is written. Safe for use by many threads.
 */
public final class StatementLog extends DelegatingDataSource {

    private static final List<String> TRANSACTION_ENDS = List.of("COMMIT", "ROLLBACK");

    private final List<String> sent = new CopyOnWriteArrayList<>();

    public StatementLog(DataSource delegate) {
        super(delegate);
    }

    /** All since the last {@link #clear()}, oldest first, {@code COMMIT} and {@code ROLLBACK} included. */
    public List<String> all() {
        return List.copyOf(sent);
    }

    /** {@link #all()} but {@code COMMIT} and {@code ROLLBACK}. */
    public List<String> statements() {
        return sent.stream()
                .filter(sql -> !TRANSACTION_ENDS.contains(sql.strip().toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** How often {@code COMMIT} was sent by the connections' methods; an autocommitted statement sends none. */
    public long commits() {
        return sent.stream().filter("COMMIT"::equals).count();
    }

    public void clear() {
        sent.clear();
    }

    @Override
    public Connection wrap(Connection connection) {
        return HookedConnection.over(connection, (sql, when) -> {
            if (when == When.BEFORE) {
                sent.add(sql);
            }
        });
    }
}
