package io.cameletl.guarantees.support;

import io.cameletl.support.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs pipelines, {@link Worker}; killed when closed. It starts up while its starter goes on. */
public final class WorkerJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private WorkerJvm(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "worker-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** @param jvmOptions such as {@code -Duser.timezone=UTC} */
    public static WorkerJvm start(TestDatabase source, TestDatabase target, String... jvmOptions) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        command.addAll(List.of(source.url(), target.url(), target.user(), target.password()));
        try {
            return new WorkerJvm(
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WorkerJvm send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The next answer. */
    public String answer() throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("The worker " + process + " says nothing");
        }
        return answer;
    }

    /** The next answers, up to the one that is the given number of those that begin so. */
    public List<String> heardUntil(String beginning, int number) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        for (int left = number; left > 0; ) {
            String answer = answer();
            heard.add(answer);
            left -= answer.startsWith(beginning) ? 1 : 0;
        }
        return heard;
    }

    /** The answers that are there already. */
    public List<String> heard() {
        List<String> heard = new ArrayList<>();
        answers.drainTo(heard);
        return heard;
    }

    /** Waits for the answer to nothing: the JVM is up. */
    public WorkerJvm ready() throws InterruptedException {
        String answer = answer();
        if (!answer.equals("READY")) {
            throw new AssertionError("The worker is not ready but says: " + answer);
        }
        return this;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The worker " + process + " does not end; it said " + answers);
        }
        return process.exitValue();
    }

    /** Stops it where it is, as a machine that is suspended; only {@link #thaw()} lets it go on. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill " + signal + " failed for " + process);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(Worker.MARK)) {
                    answers.add(line.substring(Worker.MARK.length()));
                }
            }
        } catch (IOException e) {
            answers.add("cannot be heard: " + e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
