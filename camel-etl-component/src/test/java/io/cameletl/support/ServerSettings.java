package io.cameletl.support;

import java.util.Map;
import java.util.TreeMap;

/** The settings of the servers that the tests start. */
public final class ServerSettings {

    /** A server that outlives a test and is never killed: nothing it holds is worth a sync, and little is held. */
    public static final Map<String, String> SHARED =
            settings("fsync", "off", "full_page_writes", "off", "shared_buffers", "32MB", "max_wal_size", "256MB");

    /** A server that is killed: durable, as in production. Autovacuum drops the temporary tables of dead sessions. */
    public static final Map<String, String> KILLABLE =
            settings("fsync", "on", "full_page_writes", "on", "autovacuum_naptime", "1s");

    private ServerSettings() {}

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("max_prepared_transactions", "20");
        settings.put("max_connections", "300");
        // Some tests drop thousands of objects at once.
        settings.put("max_locks_per_transaction", "256");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return Map.copyOf(settings);
    }
}
