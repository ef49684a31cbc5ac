package io.cameletl.guarantees;

import io.cameletl.testing.FaultyDataSource;
import io.cameletl.testing.StatementHook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.dbcp2.BasicDataSource;

/**
 * The main class of a JVM that {@link WorkerJvm} starts. It reads one command a line and answers with lines that begin
 * with {@link #MARK}:
 *
 * <ul>
 *   <li>{@code halt N}: from now on, halt this JVM at the N-th event on the target
 *   <li>{@code hold BEFORE|AFTER N TEXT}: at the N-th statement on the target that contains the text, say
 *       {@code HELD} and wait for a line
 *   <li>{@code run PIPELINE OPTIONS}: start the route and run the pipeline; answers with the outcome, or
 *       {@code FAILED} and the exception
 * </ul>
 */
final class Worker {
    static final String MARK = "@@ ";
    static final int HALTED = 42;

    private final BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final FaultyDataSource source;
    private final FaultyDataSource target;

    private Worker(String sourceUrl, String targetUrl, String user, String password) {
        this.source = new FaultyDataSource(pool(sourceUrl, user, password));
        this.target = new FaultyDataSource(pool(targetUrl, user, password));
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
                case "hold" -> target.arm(holdAt(words[1].split(" ", 3)));
                case "run" -> say(run(words[1].split(" ", 2)));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private String run(String[] pipelineAndOptions) throws Exception {
        try (Etl etl = new Etl(source, target, pipelineAndOptions[0])) {
            etl.bind("typed", new TypedTimes(source)).route(pipelineAndOptions[1]);
            return etl.run().outcome().name();
        } catch (RuntimeException e) {
            return "FAILED " + e;
        }
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

    private static void say(String what) {
        System.out.println(MARK + what.replace('\n', ' '));
        System.out.flush();
    }

    private static BasicDataSource pool(String url, String user, String password) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        return pool;
    }
}
