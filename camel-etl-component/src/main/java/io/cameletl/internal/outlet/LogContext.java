package io.cameletl.internal.outlet;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What a thread's lines in the log carry besides their text, taken along to another thread. Immutable. */
public final class LogContext {
    private final @Nullable Map<String, String> values;

    private LogContext(@Nullable Map<String, String> values) {
        this.values = values;
    }

    /** @return that of the current thread */
    public static LogContext current() {
        return new LogContext(MDC.getCopyOfContextMap());
    }

    /** The current thread's lines carry this from now on. */
    public void use() {
        if (values == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(values);
        }
    }

    /** The current thread's lines carry nothing. */
    public static void clear() {
        MDC.clear();
    }
}
