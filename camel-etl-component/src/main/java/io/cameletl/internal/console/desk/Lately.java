package io.cameletl.internal.console.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was made within the last second, so that those who ask for the same share it: to make it costs more than to look it
 * up, and however many look, it is made once a second. Thread-safe.
 *
 * @param <K> what is asked for; has to say all that the answer depends on but the time
 */
public final class Lately<K, V> {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST = 16;

    private final Map<K, Made<V>> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Made<V>> eldest) {
            return size() > MOST;
        }
    };

    private record Made<V>(V value, long nanos) {}

    /** @return what was made within the last second, or is made now; two who ask at once may both make it */
    public V get(K asked, Supplier<V> make) {
        long now = System.nanoTime();
        synchronized (made) {
            Made<V> known = made.get(asked);
            if (known != null && now - known.nanos < SECOND) {
                return known.value;
            }
        }
        V value = make.get();
        synchronized (made) {
            made.remove(asked);
            made.put(asked, new Made<>(value, now));
        }
        return value;
    }
}
