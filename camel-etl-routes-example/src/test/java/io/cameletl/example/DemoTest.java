package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DemoTest {
    private static final int USERS = 300;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Console console =
            new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC());

    @Test
    @Tag("slow")
    void a_source_that_keeps_changing_arrives_row_by_row() throws Exception {
        boolean agree;
        try (Demo demo = new Demo(settings(null, null), console)) {
            agree = demo.syncOnce();
        }

        assertThat(agree).as(lines()).isTrue();
        assertThat(lines())
                .contains("seeded   300 users", "Source and target agree, row by row.")
                .containsPattern("identities +\\d+ pages? +\\d+ rows .*identities \\+\\d+ ~\\d+ -\\d+, credentials \\+")
                .containsPattern("organizations +1 page ")
                .containsPattern("stopped; [1-9]\\d* runs with work, [1-9][\\d,]* rows");
    }

    @Test
    @Tag("slow")
    void the_console_that_it_prints_is_alive_while_it_runs() throws Exception {
        try (Demo demo = new Demo(settings(null, null), console)) {
            CompletableFuture<Boolean> synced = CompletableFuture.supplyAsync(() -> {
                try {
                    return demo.syncOnce();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            Pattern address = Pattern.compile("console  (http://localhost:\\d+/etl/)");
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> address.matcher(lines())
                    .find());
            Matcher found = address.matcher(lines());
            assertThat(found.find()).isTrue();
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(found.group(1))).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("identities", "organizations");
            assertThat(synced.get()).as(lines()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void a_row_of_the_target_that_somebody_changed_is_found() throws Exception {
        try (Server source = Server.start(null);
                Server target = Server.start(null)) {
            try (Demo demo = new Demo(settings(source.address(), target.address()), console)) {
                assertThat(demo.syncOnce()).as(lines()).isTrue();
            }
            execute(target, "UPDATE organizations SET name = 'Nobody knows' WHERE id = 11");

            boolean agree;
            try (Demo demo = new Demo(settings(source.address(), target.address()), console)) {
                agree = demo.syncOnce();
            }

            assertThat(agree).isFalse();
            assertThat(lines())
                    .contains("holds    3", "Source and target differ", "organizations  different  id=11  in name");
        }
    }

    @Test
    void a_demo_that_is_closed_before_it_starts_starts_nothing() throws Exception {
        Demo demo = new Demo(settings(null, null), console);
        demo.close();

        assertThatThrownBy(demo::syncForever).isInstanceOf(CancellationException.class);
    }

    private static Settings settings(Settings.Address source, Settings.Address target) {
        return new Settings(USERS, true, 400, Duration.ofSeconds(90), 1, source, target);
    }

    private static void execute(Server server, String sql) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String lines() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
