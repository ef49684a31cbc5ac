package io.cameletl.guarantees.support;

import io.cameletl.support.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs a {@link Service}, with what a person sees of it; killed when closed. */
public final class ServiceJvm implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "service");

    private ServiceJvm(Process process) {
        this.process = process;
        reader.setDaemon(true);
        reader.start();
    }

    /** @param shutdown Camel's shutdown timeout */
    public static ServiceJvm start(TestDatabase source, TestDatabase target, Duration shutdown) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=service-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName()));
        command.addAll(List.of(source.url(), target.url(), target.user(), target.password()));
        command.add(Long.toString(shutdown.toSeconds()));
        return new ServiceJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** SIGTERM, as an orchestrator sends it. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would also close what it says
    }

    /** @return how long it took to end; at most a second more than the patience */
    public Duration awaitEnd(Duration patience) throws InterruptedException {
        long began = System.nanoTime();
        if (!process.waitFor(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the process is still there after " + patience + ":\n" + log());
        }
        reader.join(10_000);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** @return what it has said so far */
    public String log() {
        return String.join("\n", lines);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("cannot be heard: " + e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
