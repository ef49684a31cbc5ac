package io.cameletl.internal.engine.events;

import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.driver.WatchedRun;
import org.jspecify.annotations.Nullable;

/**
 * Follows runs, replays and single loads from within, on their own threads. It is a listener so that it comes with them,
 * and is told nothing as one. It must be quick, and not throw.
 */
public interface Tracing extends PipelineListener {
    /** Something begins on the current thread. */
    Trace begin(String pipeline);

    /** What is followed of one run, replay or single load. Used by its threads, one after another. */
    interface Trace {
        /** Follows nothing. */
        Trace NONE = new Trace() {
            @Override
            public WatchedRun around(WatchedRun run) {
                return run;
            }

            @Override
            public void entered(String phase) {}

            @Override
            public void retried(int attempt, Exception failure) {}

            @Override
            public void committed(PageReport page, long readNanos, long loadNanos) {}

            @Override
            public void ended(RunReport run, @Nullable Exception failure) {}

            @Override
            public void close() {}
        };

        /** @return the same work, during which it is known on the thread that it belongs to this */
        WatchedRun around(WatchedRun run);

        /** Something other than pages begins. */
        void entered(String phase);

        void retried(int attempt, Exception failure);

        /**
         * @param readNanos when its source was asked, as {@link System#nanoTime()}
         * @param loadNanos when its load began
         */
        void committed(PageReport page, long readNanos, long loadNanos);

        /** @param failure what failed the run; null when nothing did */
        void ended(RunReport run, @Nullable Exception failure);

        /** Nothing more comes, whether or not it was told how it ended. */
        void close();
    }
}
