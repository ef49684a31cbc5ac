package io.cameletl.support;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code pg_ctl} on the server in {@code directory/data}; waits for the outcome, a minute at most. */
public final class PgCtl {

    private final Path directory;
    private final Path binaries;

    public PgCtl(Path directory, Path binaries) {
        this.directory = directory;
        this.binaries = binaries;
    }

    /** Whether the postmaster is there; it may still be starting or stopping. */
    public boolean running() {
        return exitCode("status") == 0;
    }

    /** @throws IllegalStateException when pg_ctl reports a failure; with its output and the server's log */
    public void run(String... arguments) {
        if (exitCode(arguments) != 0) {
            throw new IllegalStateException(
                    "pg_ctl " + String.join(" ", arguments) + " failed\n" + read("pg_ctl.log") + read("server.log"));
        }
    }

    /** Kills the postmaster first, so that it starts no child anew, then its children. */
    public void kill() {
        Optional<ProcessHandle> postmaster = postmaster();
        List<ProcessHandle> processes = new ArrayList<>();
        postmaster.ifPresent(processes::add);
        postmaster.stream().flatMap(ProcessHandle::descendants).forEach(processes::add);
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private Optional<ProcessHandle> postmaster() {
        Path file = directory.resolve("data").resolve("postmaster.pid");
        if (!running()) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).map(Long::valueOf).flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int exitCode(String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own root is somebody else.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve("pg_ctl").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-D", directory.resolve("data").toString()));
        if (!arguments[0].equals("status")) {
            command.addAll(List.of("-w", "-t", "60"));
        }
        if (arguments[0].equals("start")) {
            command.addAll(List.of("-l", directory.resolve("server.log").toString()));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("pg_ctl.log").toFile())
                    .start();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("No answer within 90 seconds: " + String.join(" ", command));
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + String.join(" ", command), e);
        }
    }

    private String read(String log) {
        try {
            Path file = directory.resolve(log);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
