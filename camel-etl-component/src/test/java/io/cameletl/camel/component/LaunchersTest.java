package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.support.Launcher;
import io.cameletl.camel.support.TemplateProbe;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The route template is there, once, however the application was launched. */
@Tag("slow")
class LaunchersTest {
    private static final List<String> EXPECTED = List.of("templates 1", "routes quartz:etl/orders", "duration PT5S");

    private static List<String> classPath(boolean project) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).isDirectory() == project)
                .toList();
    }

    private static String joined(List<String> entries) {
        return String.join(File.pathSeparator, entries);
    }

    private static void assertIsThereOnce(List<String> command) throws Exception {
        String said = said(command, 0);
        List<String> lines = said.lines().toList();
        EXPECTED.forEach(line -> assertThat(lines).as(said).anyMatch(spoken -> spoken.startsWith(line)));
    }

    private static String said(List<String> command, int exitCode) throws Exception {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        java.addAll(command);
        Process process = new ProcessBuilder(java).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }

    @Test
    void on_the_class_path_it_is_there_once() throws Exception {
        assertIsThereOnce(List.of("-cp", System.getProperty("java.class.path"), TemplateProbe.class.getName(), "all"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "component"})
    void in_class_loaders_that_are_not_the_systems_it_is_there_once(String how, @TempDir Path directory)
            throws Exception {
        String file = Launcher.class.getName().replace('.', '/') + ".class";
        Path alone = directory.resolve(file);
        Files.createDirectories(alone.getParent());
        try (InputStream in = Launcher.class.getResourceAsStream("/" + file)) {
            Files.copy(in, alone);
        }

        assertIsThereOnce(List.of(
                "-cp",
                directory.toString(),
                Launcher.class.getName(),
                how,
                joined(classPath(false)),
                joined(classPath(true))));
    }

    /** As Camel asks for, for itself. */
    @Test
    void in_a_fat_jar_whose_services_are_merged_it_is_there_once(@TempDir Path directory) throws Exception {
        Path jar = fatJar(directory, true);

        assertIsThereOnce(List.of("-cp", jar.toString(), TemplateProbe.class.getName(), "all"));
    }

    @Test
    void a_fat_jar_whose_services_are_not_merged_is_told_what_to_do(@TempDir Path directory) throws Exception {
        Path jar = fatJar(directory, false);

        assertThat(said(List.of("-cp", jar.toString(), TemplateProbe.class.getName(), "all"), 1))
                .contains(
                        "failureThreshold=3 cannot be read", "META-INF/services/org/apache/camel/TypeConverterLoader");
    }

    /** @param merged whether files of services that several jars have are put one after another; else the first is taken */
    private static Path fatJar(Path directory, boolean merged) throws IOException {
        Path jar = directory.resolve("fat.jar");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String entry : classPath(true)) {
            try (Stream<Path> files = Files.walk(Path.of(entry))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(
                            entries,
                            Path.of(entry).relativize(file).toString().replace('\\', '/'),
                            Files.readAllBytes(file),
                            merged);
                }
            }
        }
        for (String entry : classPath(false)) {
            if (!entry.matches(
                    ".*/(camel-(?!spring|platform|vertx|attachments|http)|postgresql-|resilience4j-|slf4j-|snakeyaml|quartz|jackson-|logback-|jspecify|HikariCP).*")) {
                continue;
            }
            try (ZipInputStream in = new ZipInputStream(Files.newInputStream(Path.of(entry)))) {
                for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                    if (!next.isDirectory()
                            && !next.getName().matches("META-INF/[^/]*\\.(MF|SF|RSA|DSA)|module-info.class")) {
                        add(entries, next.getName(), in.readAllBytes(), merged);
                    }
                }
            }
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(0);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private static void add(Map<String, byte[]> entries, String name, byte[] content, boolean merged) {
        byte[] before = entries.putIfAbsent(name, content);
        if (merged && before != null && name.startsWith("META-INF/services/")) {
            String both = Stream.of(before, content)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .collect(Collectors.joining("\n"));
            entries.put(name, both.getBytes(StandardCharsets.UTF_8));
        }
    }
}
