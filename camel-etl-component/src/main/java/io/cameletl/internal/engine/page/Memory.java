package io.cameletl.internal.engine.page;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether there was not enough of it. */
public final class Memory {
    private static final long MEGABYTE = 1 << 20;

    private Memory() {}

    /** @return whether the failure is, or came of, a lack of memory in this process: waiting does not help against it */
    public static boolean wasShort(@Nullable Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable link = failure; link != null && seen.add(link); link = link.getCause()) {
            if (link instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** @return how much of it this process may have, in megabytes */
    public static long megabytes() {
        return Runtime.getRuntime().maxMemory() / MEGABYTE;
    }
}
