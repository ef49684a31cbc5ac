package io.cameletl.internal.jdbc.watch;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what may hang: they keep no JVM alive, and end by themselves when they have had nothing to do for a while. */
final class Daemons {
    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Daemons::idle);

    private Daemons() {}

    private static Thread idle(Runnable task) {
        Thread thread = new Thread(task, "etl-watch");
        thread.setDaemon(true);
        thread.setContextClassLoader(Daemons.class.getClassLoader());
        return thread;
    }

    /** @param name of the thread, while it does the task */
    static void start(String name, Runnable task) {
        THREADS.execute(() -> {
            Thread thread = Thread.currentThread();
            thread.setName(name);
            try {
                task.run();
            } finally {
                thread.setName("etl-idle");
            }
        });
    }
}
