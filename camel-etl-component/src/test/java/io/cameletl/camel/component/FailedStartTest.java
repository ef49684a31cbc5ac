package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameletl.EtlException;
import io.cameletl.camel.support.BadStart;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A start that fails says why, once, and nothing else. */
class FailedStartTest {
    private static final String WITHOUT_SOURCE = "etl:orders?tables=t";

    @Test
    void its_message_stands_alone() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.INFO);
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:start").to(WITHOUT_SOURCE);
                }
            });

            assertThatThrownBy(context::start)
                    .hasRootCauseInstanceOf(EtlException.class)
                    .rootCause()
                    .hasMessageContaining("operation=run needs source or query");
        } finally {
            root.detachAppender(logged);
            root.setLevel(level);
        }
        assertThat(logged.list)
                .filteredOn(line -> line.getThrowableProxy() != null)
                .allSatisfy(line -> assertThat(line.getThrowableProxy().getClassName())
                        .doesNotContain("UnsupportedOperation", "NullPointer", "IllegalState"));
    }

    @Test
    void an_endpoint_that_never_started_or_started_half_way_can_be_stopped() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            EtlEndpoint never = context.getEndpoint(WITHOUT_SOURCE, EtlEndpoint.class);
            never.doStop();

            assertThatThrownBy(never::doStart).isInstanceOf(EtlException.class);
            never.doStop();
            never.doStop();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {WITHOUT_SOURCE, "etl:orders?tables=t&pageSize=many"})
    void without_a_binding_of_slf4j_it_is_a_line_on_the_standard_error(String endpoint) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
        Process start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        BadStart.class.getName(),
                        endpoint)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(start.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(start.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(start.exitValue()).isNotZero();
        assertThat(said.lines().filter(line -> line.startsWith("pipeline \"orders\": ")))
                .as(said)
                .hasSize(1);
    }
}
