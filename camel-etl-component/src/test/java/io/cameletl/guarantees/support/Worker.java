package io.cameletl.guarantees.support;

import io.cameletl.RunOutcome;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.commons.dbcp2.BasicDataSource;

/**
 * The main class of a JVM that {@link WorkerJvm} starts. It reads one command a line and answers with lines that begin
 * with {@link #MARK}:
 *
 * <ul>
 *   <li>{@code halt N}: from now on, halt this JVM at the N-th event on the target
 *   <li>{@code hold BEFORE|AFTER N TEXT}: at the N-th statement on the target that contains the text, say
 *       {@code HELD} and wait for a line
 *   <li>{@code fall BEFORE|AFTER N TEXT}: halt this JVM at the N-th statement, of source or target, that contains the text
 *   <li>{@code end}: end this JVM, with exit code 0
 *   <li>{@code die STEP|ANY N M}: from now on, halt this JVM at the N-th moment of the step or of all; lose the answer
 *       of the M-th commit of a page
 *   <li>{@code run PIPELINE OPTIONS}: start the route and run the pipeline; answers with the outcome, or
 *       {@code FAILED} and the exception
 *   <li>{@code replay PIPELINE OPTIONS}: the same for a replay
 *   <li>{@code verify PIPELINE OPTIONS}: the same for a comparison
 *   <li>{@code reconcile PIPELINE OPTIONS}: the same for a pass that repairs
 *   <li>{@code schedule PLAN;PLAN...}: start a {@link Node} with these, which says what it does; then {@code STARTED}
 *   <li>{@code consume N OPTIONS}: let N {@link Consumers} load what is in the queue; says {@code FAILED} for each
 *       message that could not be loaded, and {@code CONSUMED} at the end
 *   <li>{@code stop}: stop the node in order; then {@code STOPPED}
 * </ul>
 */
public final class Worker {
    public static final String MARK = "@@ ";
    public static final int HALTED = 42;
    public static final int ENDED = 0;

    private final BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final FaultyDataSource source;
    private final FaultyDataSource target;
    private Moments moments = new Moments(null, 0, 0, Moments.NOTHING);
    private final List<String> warehouse;
    private Node node;

    private Worker(String sourceUrl, String targetUrl, String user, String password) {
        this.source = new FaultyDataSource(pool(sourceUrl, user, password));
        this.target = new FaultyDataSource(pool(targetUrl, user, password));
        this.warehouse = List.of(targetUrl, user, password);
    }

    public static void main(String[] args) throws Exception {
        new Worker(args[0], args[1], args[2], args[3]).work();
    }

    private void work() throws Exception {
        say("READY");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "halt" -> target.arm(new Events(Integer.parseInt(words[1]), Worker::halt));
                case "end" -> {
                    return;
                }
                case "fall" -> fallAt(words[1].split(" ", 3));
                case "hold" -> target.arm(holdAt(words[1].split(" ", 3)));
                case "die" -> die(words[1].split(" "));
                case "run" -> say(run(words[1].split(" ", 2), etl -> etl.run().outcome()));
                case "replay" ->
                    say(run(words[1].split(" ", 2), etl -> etl.replay().outcome()));
                case "verify" ->
                    say(run(words[1].split(" ", 2), etl -> etl.verify().outcome()));
                case "reconcile" ->
                    say(run(words[1].split(" ", 2), etl -> etl.reconcile().outcome()));
                case "schedule" -> schedule(words[1].split(";"));
                case "consume" -> consume(words[1].split(" ", 2));
                case "stop" -> stop();
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private void die(String[] stepNumberUnanswered) {
        String step = stepNumberUnanswered[0];
        moments = new Moments(
                step.equals("ANY") ? null : Step.valueOf(step),
                Integer.parseInt(stepNumberUnanswered[1]),
                Integer.parseInt(stepNumberUnanswered[2]),
                Worker::halt);
        source.arm(moments.atSource());
        target.armEach(moments.atTarget());
    }

    private String run(String[] pipelineAndOptions, Function<Etl, RunOutcome> operation) throws Exception {
        try (Etl etl = new Etl(source, target, pipelineAndOptions[0])) {
            etl.bind("typed", new TypedTimes(source))
                    .bind("byTable", Families.byTable())
                    .bind("poisonable", new WatchedSplit(moments.atTransform(), false))
                    .bind("healed", new WatchedSplit(moments.atTransform(), true))
                    .bind("poisonableKept", new WatchedSplit(moments.atTransform(), false, true))
                    .bind("healedKept", new WatchedSplit(moments.atTransform(), true, true))
                    .route(pipelineAndOptions[1]);
            return operation.apply(etl).name();
        } catch (RuntimeException e) {
            return "FAILED " + e;
        }
    }

    private void consume(String[] numberAndOptions) throws Exception {
        new Consumers(source, target, failure -> say("FAILED " + failure))
                .consume(Integer.parseInt(numberAndOptions[0]), numberAndOptions[1]);
        say("CONSUMED");
    }

    private void schedule(String[] plans) throws Exception {
        node = new Node(warehouse, source, target, Worker::say);
        List.of(plans).forEach(plan -> node.add(Plan.parse(plan)));
        node.start();
        say("STARTED");
    }

    private void stop() {
        node.close();
        say("STOPPED");
    }

    private void fallAt(String[] whenNumberText) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(whenNumberText[1]));
        StatementHook hook = (sql, when) -> {
            if (when.name().equals(whenNumberText[0])
                    && sql.contains(whenNumberText[2])
                    && left.decrementAndGet() == 0) {
                halt();
            }
        };
        source.arm(hook);
        target.arm(hook);
    }

    private StatementHook holdAt(String[] whenNumberText) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(whenNumberText[1]));
        return (sql, when) -> {
            if (when.name().equals(whenNumberText[0])
                    && sql.contains(whenNumberText[2])
                    && left.decrementAndGet() == 0) {
                say("HELD");
                awaitLine();
            }
        };
    }

    private void awaitLine() {
        try {
            commands.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(HALTED);
    }

    private static synchronized void say(String what) {
        System.out.println(MARK + what.replace('\n', ' '));
        System.out.flush();
    }

    private static BasicDataSource pool(String url, String user, String password) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaxTotal(20);
        return pool;
    }
}
