package io.cameletl.internal.engine.driver;

import java.util.concurrent.Callable;

/**
 * Sees to it that no database work of a run, a replay or a single load waits for ever. A connection that has died without
 * a word is cut, so that the work fails as it does when a connection is lost. When the process stops, statements that last
 * too long are cancelled. Thread-safe.
 */
public interface WatchedRun {
    /** Watches nothing. */
    WatchedRun NOT_WATCHED = new WatchedRun() {
        @Override
        public <T> T call(Callable<T> work) throws Exception {
            return work.call();
        }

        @Override
        public boolean isStuck() {
            return false;
        }
    };

    /** Does work whose use of databases, on this thread, belongs to the run. */
    <T> T call(Callable<T> work) throws Exception;

    /** @return whether a connection of it was cut some time ago and its work has not come back from it all the same */
    boolean isStuck();
}
