package io.cameletl.internal.console.desk;

import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.adapter.control.PipelineControl;
import io.cameletl.internal.adapter.control.RefusedException;
import io.cameletl.internal.adapter.control.Steering;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Confirmation;
import io.cameletl.internal.console.view.Done;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does what visitors ask for, by {@link Steering}, which looks at their roles and writes it down. Runs and replays go on
 * when nobody waits for them any more. Thread-safe.
 */
public final class Clerk implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Desk desk;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "etl-console-work");
                thread.setDaemon(true);
                return thread;
            });

    public Clerk(Desk desk) {
        this.desk = desk;
    }

    /** @return what came of it for each pipeline, in their order */
    public Done act(Visitor visitor, Act act, List<String> pipelines, Order order) {
        List<Done.Result> results = new ArrayList<>();
        for (String pipeline : pipelines) {
            results.add(result(visitor, act, pipeline, order));
        }
        desk.here().states().forEach(state -> state.forget());
        return new Done(act, results);
    }

    /** Nothing more is begun. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private Done.Result result(Visitor visitor, Act act, String pipeline, Order order) {
        try {
            Desk.Place place = desk.place(pipeline).orElseThrow(() -> refused(unknown(pipeline)));
            Steering steering = desk.here()
                    .steering(place.state(), pipeline)
                    .orElseThrow(() -> refused("pipeline \"" + pipeline + "\" cannot be steered from here"));
            return new Done.Result(pipeline, true, did(visitor, act, order, place, steering));
        } catch (RefusedException e) {
            return new Done.Result(pipeline, false, String.valueOf(e.getMessage()));
        }
    }

    private String unknown(String pipeline) {
        String away = desk.away();
        return away == null
                ? Outlet.text(null, "there is no pipeline \"" + pipeline + "\" in the state tables")
                : "the state database cannot be read now: " + away;
    }

    private static RefusedException refused(String why) {
        return RefusedException.failed(why);
    }

    private String did(Visitor visitor, Act act, Order order, Desk.Place place, Steering steering) {
        switch (act) {
            case PAUSE, RESUME -> {
                steering.pause(visitor.caller(), act == Act.PAUSE);
                return act == Act.PAUSE ? "paused: runs do nothing until it is resumed" : "resumed";
            }
            case CLOSE_BREAKER -> {
                steering.closeBreaker(visitor.caller());
                return "the circuit breaker is closed";
            }
            case DISCARD -> {
                return count(steering.discard(visitor.caller(), lines(order, place)), "line") + " discarded";
            }
            default -> {
                if (!(steering instanceof PipelineControl control)) {
                    throw refused("pipeline \"" + place.line().name() + "\" is not in this process: " + act.word()
                            + " is done at the console of the process that has its route");
                }
                return here(visitor, act, order, place, control);
            }
        }
    }

    private String here(Visitor visitor, Act act, Order order, Desk.Place place, PipelineControl control) {
        return switch (act) {
            case RUN -> inBackground(() -> report(control.run(visitor.caller())));
            case STOP -> {
                int runs = control.stop(visitor.caller());
                yield runs == 0 ? "nothing of it runs in this process" : "it ends after the page in hand";
            }
            case REPLAY -> {
                LedgerChoice lines = lines(order, place);
                yield inBackground(() -> report(control.replay(visitor.caller(), lines)));
            }
            case SEEK -> {
                String cursor = order.cursor();
                if (cursor == null || cursor.isBlank()) {
                    throw refused("a seek needs the cursor, as JSON");
                }
                control.seek(visitor.caller(), cursor);
                yield "the cursor is set; the next run starts after it";
            }
            case VERIFY -> inBackground(() -> compared(control.verify(visitor.caller())));
            case RECONCILE ->
                inBackground(() -> {
                    ReconciliationReport report = control.reconcile(visitor.caller());
                    return report.outcome() == RunOutcome.RECONCILED ? report.summary() : report(report.run());
                });
            case RELOAD -> inBackground(() -> report(control.reload(visitor.caller(), order.range())));
            case RESET -> {
                control.reset(visitor.caller(), false);
                yield "cursor and window are forgotten; the next run starts from the beginning";
            }
            default -> throw new IllegalStateException("done elsewhere: " + act);
        };
    }

    private static LedgerChoice lines(Order order, Desk.Place place) {
        String table = order.table();
        if (table == null) {
            return order.lines();
        }
        try {
            String state = order.state();
            Set<Long> numbers =
                    new HashSet<>(place.state().rejected(place.line().name(), table, state == null ? "" : state));
            if (numbers.isEmpty()) {
                throw refused("there are no such lines in the ledger any more");
            }
            return new LedgerChoice(Set.of(), numbers);
        } catch (SQLException e) {
            throw refused("the ledger cannot be read now");
        }
    }

    /** @throws RefusedException when it did nothing, for it was let do nothing */
    private static String report(RunReport run) {
        nothingDone(run.outcome());
        return run.outcome() + ", " + count(run.rows(), "row") + " in " + count(run.pages(), "page");
    }

    /** @throws RefusedException when it did nothing, for it was let do nothing */
    private static void nothingDone(RunOutcome outcome) {
        switch (outcome) {
            case PAUSED -> throw refused("it is paused, and nothing was done. Resume it first");
            case BUSY -> throw refused("another run or replay of it is under way, and nothing was done");
            case OPEN -> throw refused("its circuit breaker is open, and nothing was done. Close it first");
            default -> {}
        }
    }

    private static String compared(VerificationReport report) {
        if (report.outcome() == RunOutcome.VERIFIED) {
            return report.summary();
        }
        nothingDone(report.outcome());
        return report.outcome() + ", " + report.summary();
    }

    private static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    private String inBackground(Callable<String> work) {
        Future<String> begun;
        try {
            begun = executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw refused("as many runs and replays as this console starts at once go on. Try again later");
        }
        try {
            return begun.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "begun; it goes on";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "begun; it goes on";
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RefusedException known ? known : refused("it failed, and the log says why");
        }
    }

    /** @return what somebody should know before they do it; empty when the pipeline is not there */
    public Optional<Confirmation> confirmation(
            Visitor visitor, Act act, List<String> pipelines, Order order, Map<String, String> fields) {
        List<String> losses = new ArrayList<>();
        for (String pipeline : pipelines) {
            Optional<Desk.Place> place = desk.place(pipeline);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            losses.addAll(Losses.of(visitor, act, order, place.get()));
        }
        return Optional.of(new Confirmation(act, pipelines, losses, fields));
    }
}
