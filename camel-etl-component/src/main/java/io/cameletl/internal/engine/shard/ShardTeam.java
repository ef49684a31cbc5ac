package io.cameletl.internal.engine.shard;

import io.cameletl.Window;
import io.cameletl.internal.engine.page.Threads;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.SourceTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The workers of one run that load ranges of a first load, each on a thread of its own. */
final class ShardTeam<C> {
    private static final long CHECK_MILLIS = 50;

    private final RunContext<C> context;
    private final Window window;
    private final SourceTime sourceTime;
    private final boolean leads;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** @param leads whether to go on until every range is in, also those that others hold now */
    ShardTeam(RunContext<C> context, Window window, SourceTime sourceTime, boolean leads) {
        this.context = context;
        this.window = window;
        this.sourceTime = sourceTime;
        this.leads = leads;
    }

    /** What the run's own thread does meanwhile. */
    @FunctionalInterface
    interface Meanwhile {
        void look() throws Exception;
    }

    /**
     * Once a worker fails, the others end after their page in hand.
     *
     * @return whether no range is left to this run; false when it is to stop
     * @throws Exception what the first worker that failed threw
     */
    boolean work(Meanwhile meanwhile) throws Exception {
        int workers = context.spec().settings().initialShards();
        ExecutorService threads = Executors.newFixedThreadPool(
                workers, task -> Threads.daemon("etl-shard-" + context.spec().name(), task));
        try {
            ExecutorCompletionService<Boolean> ends = new ExecutorCompletionService<>(threads);
            BooleanSupplier ending = () -> failed.get() || context.stopping().getAsBoolean();
            for (int number = 1; number <= workers; number++) {
                RunContext<C> own = context.part(context.lease().ofWorker(number), ending);
                ends.submit(
                        () -> context.watched().call(() -> new ShardWorker<>(own, window, sourceTime, leads).work()));
            }
            return outcome(ends, workers, meanwhile);
        } finally {
            failed.set(true);
            Threads.end(threads);
        }
    }

    private boolean outcome(ExecutorCompletionService<Boolean> ends, int workers, Meanwhile meanwhile)
            throws Exception {
        boolean complete = true;
        List<Throwable> failures = new ArrayList<>();
        for (int left = workers; left > 0; ) {
            Future<Boolean> end = ends.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            if (end != null) {
                left--;
                complete &= result(end, failures);
            } else if (!failed.get()) {
                try {
                    meanwhile.look();
                } catch (Exception e) {
                    failed.set(true);
                    failures.add(e);
                }
            }
        }
        if (failures.isEmpty()) {
            return complete;
        }
        Throwable first = failures.get(0);
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (Exception) first;
    }

    private boolean result(Future<Boolean> end, List<Throwable> failures) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            failed.set(true);
            failures.add(e.getCause());
            return false;
        }
    }
}
