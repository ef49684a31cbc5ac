package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentitySyncTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Console console =
            new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC());
    private final Settings settings = new Settings(
            10,
            true,
            10,
            Duration.ofSeconds(10),
            1,
            new Settings.Address("jdbc:postgresql://localhost:1/legacy?password=geheim", "nobody", "secret"),
            new Settings.Address("jdbc:postgresql://localhost:1/identity", "nobody", "secret"));

    @Test
    void a_server_that_is_not_there_is_named_without_its_password() {
        try (Demo demo = new Demo(settings, console)) {
            assertThat(IdentitySync.play(demo, settings, console)).isEqualTo(1);
        }

        assertThat(lines()).contains("The demo cannot go on:", "localhost:1").doesNotContain("geheim", "secret");
    }

    @Test
    void what_fails_because_it_was_stopped_is_not_complained_about() {
        Demo demo = new Demo(settings, console);
        demo.close();

        assertThat(IdentitySync.play(demo, settings, console)).isEqualTo(1);
        assertThat(lines()).doesNotContain("cannot go on");
    }

    private String lines() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
