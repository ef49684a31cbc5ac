package io.cameletl.internal.jdbc.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a thread has run between two looks: one that waits for a byte takes no time of the processor at all.
 * Costs the thread nothing.
 *
 * @param cpuNanos the time of the processor that it has had; -1 where the JVM does not say so
 * @param stack where it is
 */
record Stillness(long cpuNanos, List<StackTraceElement> stack) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DEEP_ENOUGH = 40;

    /** @return how a thread is found; null when it waits for nothing of PostgreSQL's driver */
    static @Nullable Stillness inDriver(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return isInDriver(stack)
                ? new Stillness(cpu(thread), List.of(stack).subList(0, Math.min(stack.length, DEEP_ENOUGH)))
                : null;
    }

    /** The first that is not the JDK's, of those who called each other last, is the driver. */
    private static boolean isInDriver(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("org.postgresql.")) {
                return true;
            }
            if (!name.startsWith("java.")
                    && !name.startsWith("javax.")
                    && !name.startsWith("sun.")
                    && !name.startsWith("jdk.")) {
                return false;
            }
        }
        return false;
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is not there in Java 17
    private static long cpu(Thread thread) {
        try {
            return THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread.getId()) : -1;
        } catch (UnsupportedOperationException e) {
            return -1;
        }
    }

    boolean isStillAfter(@Nullable Stillness before) {
        return equals(before);
    }
}
