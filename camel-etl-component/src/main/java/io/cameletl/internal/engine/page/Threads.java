package io.cameletl.internal.engine.page;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep a JVM alive. */
public final class Threads {
    private static final long END_SECONDS = 5;

    private Threads() {}

    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Takes no more tasks, and gives the one in hand a moment to let go of its connection. */
    public static void end(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
