package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its users start it: from the fat jar, by the environment, and with Camel's Maven plugin. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaunchedIT {
    /** What a JVM says that was ended by SIGTERM: 128 and the signal's number. */
    private static final int TERMINATED = 143;

    private static final Path JAR = Path.of(System.getProperty("example.jar"));

    private Server source;
    private Server target;
    private Process process;
    private BufferedReader output;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void servers() throws IOException {
        source = Server.start(null);
        target = Server.start(null);
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        source.close();
        target.close();
    }

    private void launch(Map<String, String> settings, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("").toAbsolutePath().toFile());
        Map<String, String> environment = builder.environment();
        environment.put("EXAMPLE_USERS", "300");
        address(environment, "EXAMPLE_SOURCE_", source.address());
        address(environment, "EXAMPLE_TARGET_", target.address());
        environment.putAll(settings);
        process = builder.start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void address(Map<String, String> environment, String prefix, Settings.Address address) {
        environment.put(prefix + "URL", address.url());
        environment.put(prefix + "USER", address.user());
        environment.put(prefix + "PASSWORD", address.password());
    }

    /** Reads on to a line of that kind, or to the end. */
    private void read(Predicate<String> until) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (until.test(line)) {
                return;
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private boolean isWorking() {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM identities")) {
            return result.next() && result.getLong(1) > 0;
        } catch (SQLException e) {
            return false; // Its tables are not there yet.
        }
    }

    private void assertNobodyHoldsALease() throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*), count(lease_owner), count(cursor)" + " FROM etl_state.etl_pipeline")) {
            result.next();
            assertThat(result.getLong(1)).isEqualTo(2);
            assertThat(result.getLong(2)).as("leases").isZero();
            assertThat(result.getLong(3)).as("cursors").isEqualTo(2);
        }
    }

    @Test
    void the_fat_jar_starts_from_an_archive_of_its_classes(@TempDir Path directory) throws Exception {
        String archive = directory.resolve("identity-sync.jsa").toString();
        launch(Map.of("EXAMPLE_ONCE", "true"), java(), "-XX:ArchiveClassesAtExit=" + archive, "-jar", JAR.toString());
        read(line -> false);
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();

        said.clear();
        // Where the archive cannot be used, the JVM refuses to start.
        launch(
                Map.of("EXAMPLE_ONCE", "true"),
                java(),
                "-Xshare:on",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:class+load",
                "-jar",
                JAR.toString());
        read(line -> false);
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said).contains("Source and target agree, row by row.");
        assertThat(said)
                .anyMatch(line ->
                        line.contains(IdentitySync.class.getName()) && line.contains("shared objects file (top)"));
    }

    @Test
    void the_fat_jar_syncs_until_source_and_target_agree() throws Exception {
        launch(Map.of("EXAMPLE_ONCE", "true"), java(), "-jar", JAR.toString());
        read(line -> false);

        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said).contains("Source and target agree, row by row.");
        assertNobodyHoldsALease();
    }

    @Test
    void on_sigterm_the_fat_jar_ends_after_the_page_in_hand_and_leaves_no_lease() throws Exception {
        launch(Map.of(), java(), "-jar", JAR.toString());
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(this::isWorking);

        // Not process.destroy(), which would close what it still has to say.
        process.toHandle().destroy();
        read(line -> false);

        assertThat(process.waitFor()).as(String.join("\n", said)).isEqualTo(TERMINATED);
        assertThat(said).anyMatch(line -> line.contains("stopped; "));
        assertNobodyHoldsALease();
    }

    @Test
    void a_fat_jar_that_is_told_of_no_servers_says_what_it_needs() throws Exception {
        launch(Map.of(), java(), "-Dexample.users=0", "-jar", JAR.toString());
        read(line -> false);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).contains("example.users must be at least 1, not 0");
    }

    @Test
    void camels_maven_plugin_runs_it() throws Exception {
        launch(
                Map.of("EXAMPLE_ONCE", "true"),
                System.getProperty("example.maven"),
                "-B",
                "-f",
                "..",
                "-Pcamel-run",
                "-pl",
                "camel-etl-routes-example",
                "-am",
                "process-classes");
        read(line -> line.contains("Source and target agree, row by row."));

        assertThat(said).as(String.join("\n", said)).contains("Source and target agree, row by row.");
        assertNobodyHoldsALease();
    }

    @Test
    void the_container_runs_the_jar_without_a_shell_and_not_as_root() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));

        assertThat(lines).contains("USER 65532:65532", "ENTRYPOINT [\"java\", \"-jar\", \"/app/identity-sync.jar\"]");
        assertThat(lines).contains("COPY target/" + JAR.getFileName() + " /app/identity-sync.jar");
        assertThat(JAR).exists();
    }
}
