package io.cameletl.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the servers that the tests start keep their data: in memory where Linux offers much of it, else among the
 * temporary files. Each database is three hundred files; a disk's file system takes ever longer for new ones while as
 * many have just been deleted, and lets nobody create any while the server of another test syncs its own. A server that
 * is killed loses nothing by it: its files outlive its processes in memory, too.
 */
public final class ServerDirectory {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH = 4L << 30;
    /** Followed by the number of the process whose server it is. */
    private static final String PREFIX = "camel-etl-test-";

    private static final boolean IN_MEMORY = isLarge();

    private ServerDirectory() {}

    /** A new directory; who asked for it removes it. */
    public static Path create() throws IOException {
        String prefix = PREFIX + ProcessHandle.current().pid() + "-";
        return IN_MEMORY ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
    }

    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private static boolean isLarge() {
        try {
            if (!Files.isWritable(MEMORY)) {
                return false;
            }
            deleteLeftovers();
            return Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH;
        } catch (IOException e) {
            return false;
        }
    }

    /** What JVMs left that were killed; on a disk it would be in nobody's way. */
    private static void deleteLeftovers() throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.list(MEMORY)) {
            all = found.filter(path -> path.getFileName().toString().matches(PREFIX + "\\d+-.*"))
                    .toList();
        }
        for (Path directory : all) {
            String pid = directory.getFileName().toString().replaceAll(PREFIX + "(\\d+)-.*", "$1");
            if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                deleteLeftover(directory);
            }
        }
    }

    private static void deleteLeftover(Path directory) {
        try {
            postmaster(directory).ifPresent(ServerDirectory::kill);
            delete(directory);
        } catch (IOException | UncheckedIOException e) {
            // Another JVM is about it, too.
        }
    }

    private static Optional<ProcessHandle> postmaster(Path directory) throws IOException {
        Path file = directory.resolve("data").resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
    }

    private static void kill(ProcessHandle postmaster) {
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }
}
