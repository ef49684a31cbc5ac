package io.cameletl.internal.jdbc.watch;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Data sources of which a connection has died: the others in the pool may be as dead, and are tried before they are used. */
final class Suspicion {
    private static final Duration LASTS = Duration.ofMinutes(2);
    private static final Map<DataSource, Long> SINCE = Collections.synchronizedMap(new WeakHashMap<>());
    private static volatile boolean any;

    private Suspicion() {}

    static void of(DataSource dataSource) {
        SINCE.put(dataSource, System.nanoTime());
        any = true;
    }

    static boolean isOn(DataSource dataSource) {
        if (!any) {
            return false;
        }
        @Nullable Long since = SINCE.get(dataSource);
        if (since == null) {
            return false;
        }
        if (System.nanoTime() - since > LASTS.toNanos()) {
            SINCE.remove(dataSource);
            any = !SINCE.isEmpty();
            return false;
        }
        return true;
    }
}
