package io.cameletl.internal.engine.driver;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no database work of a run, a replay or a single load waits for ever. A connection that has died without
 * a word is cut, so that the work fails as it does when a connection is lost. When the process stops, statements that last
 * too long are cancelled. Thread-safe.
 */
public interface WatchedRun {
    /** Watches nothing. */
    WatchedRun NOT_WATCHED = new WatchedRun() {
        @Override
        public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
            return task.run();
        }

        @Override
        public WatchedRun until(BooleanSupplier unwanted) {
            return this;
        }

        @Override
        public boolean isStuck() {
            return false;
        }
    };

    /** What is done on one thread. */
    @FunctionalInterface
    interface Task<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Does something whose use of databases, on this thread, belongs to the run. */
    <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E;

    /**
     * @param unwanted whether nobody waits for it any more; asked by another thread
     * @return the same for a part of the run, of which what is under way at databases is cancelled as soon as it is unwanted
     */
    WatchedRun until(BooleanSupplier unwanted);

    /** @return whether a connection of it was cut some time ago and its work has not come back from it all the same */
    boolean isStuck();
}
