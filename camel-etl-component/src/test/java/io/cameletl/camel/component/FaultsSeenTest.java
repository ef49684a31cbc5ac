package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.PipelineBreaker;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.internal.adapter.console.ContextConsole;
import io.cameletl.internal.adapter.console.support.StandIn;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import io.cameletl.internal.console.support.ConsoleClient;
import io.cameletl.support.DelegatingDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/**
 * The same fault as health, metrics, console, JSON API and JMX show it at the same time. Writes the table of it to
 * {@code target/faults-seen.md}.
 */
@WithEtl
class FaultsSeenTest {
    private static final String OPTIONS = "query=RAW(select id, at from %s)&sourceDataSource=%s&cursorColumns=at,id"
            + "&dataSource=#target&tables=%s&consistencyDelay=0&maximumRedeliveries=0&lockTimeout=0&statementTimeout=0";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, List<String>> table = new LinkedHashMap<>();
    private ConsoleServer console;

    @Test
    void each_fault_is_seen_in_each_place() throws Exception {
        FaultySource away = new FaultySource(source);
        List<PipelineBreaker.GuardedPipeline> guarded = new ArrayList<>();
        etl.bind("meters", meters)
                .bind("place", new StandIn())
                .bind("away", away)
                .bind("breaker", new Breaker(guarded));
        EtlComponent component = new EtlComponent();
        component.setConsole("/etl");
        etl.camel().addComponent("etl", component);
        console = ContextConsole.of(etl.camel()).orElseThrow();
        for (String name : List.of(
                "dropped", "away", "open", "locked", "late", "paused", "rejects", "skipped", "stalled", "dead")) {
            source.execute("create table " + name + " (id int primary key, at timestamptz not null default now())");
            target.execute("create table " + name + " (id int primary key check (id < 100), at timestamptz)");
            String more =
                    switch (name) {
                        case "open" -> "&circuitBreaker=#breaker";
                        case "locked", "late", "stalled" -> "&lateAfter=1s";
                        case "rejects" -> "&onBadRecord=reject&maxRejectsPerRun=10";
                        case "skipped" -> "&onExhausted=skip";
                        default -> "";
                    };
            etl.route(name, OPTIONS.formatted(name, name.equals("away") ? "#away" : "#source", name) + more);
            etl.run(name);
            source.execute("insert into " + name + " values (1)");
        }
        target.execute("drop table dropped");
        away.gone = true;
        for (int run = 0; run < 3; run++) {
            assertThatThrownBy(() -> etl.run("dropped")).isNotNull();
            assertThatThrownBy(() -> etl.run("away")).isNotNull();
        }
        guarded.get(0).breakerOpened(Instant.now().plus(Duration.ofMinutes(5)));
        mbean("paused").invoke("pause");
        etl.run("paused");
        source.execute("insert into rejects values (1000)", "insert into skipped values (1000)");
        etl.run("rejects");
        etl.run("skipped");
        target.execute("update etl_pipeline set lease_owner = 'node-9', lease_since = now() - interval '10 min',"
                + " lease_until = now() - interval '1 min', lease_phase = 'LOAD', lease_phase_since = now() - interval"
                + " '9 min', lease_page = 3, lease_rows = 2000 where name = 'dead'");
        try (Connection atTarget = target.connect();
                Statement lockTarget = atTarget.createStatement();
                Connection atSource = source.connect();
                Statement lockSource = atSource.createStatement()) {
            atTarget.setAutoCommit(false);
            atSource.setAutoCommit(false);
            lockTarget.execute("lock table locked in access exclusive mode");
            lockSource.execute("lock table stalled in access exclusive mode");
            var locked = CompletableFuture.runAsync(() -> etl.run("locked"));
            var stalled = CompletableFuture.runAsync(() -> etl.run("stalled"));
            Awaitility.await().until(() -> health("locked").contains("stalled"));
            Awaitility.await().until(() -> health("stalled").contains("stalled"));
            Awaitility.await().until(() -> health("late").contains("late"));
            Awaitility.await().until(() -> health("locked").contains("waits for Lock:relation, blocked by session ["));
            Awaitility.await().until(() -> health("stalled").contains("waits for Lock:relation, blocked by session ["));
            Awaitility.await().until(() -> json("locked")
                    .path("why")
                    .asText()
                    .matches("(?s).*blocked by session \\[(\\d+)\\].*terminate_backend\\(\\1\\)"));

            see(
                    "target table dropped",
                    "dropped",
                    "DOWN",
                    "FAILING",
                    "consecutive.failures=3",
                    "ConsecutiveFailures=3");
            see("source away", "away", "DOWN", "FAILING", "consecutive.failures=3", "ConsecutiveFailures=3");
            see("breaker open", "open", "DOWN", "OPEN", "breaker.open=1", "BreakerState=OPEN");
            see("locked table", "locked", "DOWN", "STALLED", "late=1", "LeaseOwner=");
            see("late", "late", "DOWN", "LATE", "late=1", "LagSeconds=");
            see("paused", "paused", "UP", "PAUSED", "paused=1", "Paused=true");
            see("rejects", "rejects", "UP", "OK", "rejected=1", "RejectedRecords=1");
            see("skipped", "skipped", "UP", "OK", "skipped=1", "SkippedPages=1");
            see("stalled", "stalled", "DOWN", "STALLED", "late=1", "LeaseOwner=");
            see("node dead", "dead", "UP", "STALLED", "", "");
            atTarget.rollback();
            atSource.rollback();
            locked.join();
            stalled.join();
        } finally {
            write();
        }
    }

    private void see(String fault, String pipeline, String health, String condition, String meter, String attribute)
            throws Exception {
        JsonNode line = json(pipeline);
        String html = body("/part/overview", "q=" + pipeline);
        String page = Jsoup.parse(html).select("li.p").text();
        String attributes = attributes(pipeline);
        table.put(
                fault,
                List.of(
                        health(pipeline),
                        meters(pipeline),
                        page,
                        line.path("condition").asText() + ": "
                                + line.path("why").asText(),
                        attributes));

        assertThat(health(pipeline)).as(fault).startsWith(health);
        assertThat(line.path("condition").asText()).as(fault).isEqualTo(condition);
        assertThat(page).as(fault).containsIgnoringCase(condition);
        assertThat(meters(pipeline)).as(fault).contains(meter);
        assertThat(attributes).as(fault).contains(attribute);
    }

    private JsonNode json(String pipeline) throws Exception {
        JsonNode lines = ConsoleClient.read(body("/api/pipelines", null)).path("pipelines");
        for (JsonNode line : lines) {
            if (line.path("name").asText().equals(pipeline)) {
                return line;
            }
        }
        throw new AssertionError(pipeline + " is not in " + lines);
    }

    private String body(String path, String query) {
        return new String(
                console.answer(new Request("GET", path, query, Map.of(), new byte[0], Set.of(), Set.of()))
                        .body(),
                StandardCharsets.UTF_8);
    }

    private String health(String pipeline) {
        HealthCheck.Result result = HealthCheckRegistry.get(etl.camel())
                .getCheck("etl:" + pipeline)
                .orElseThrow()
                .call();
        return result.getState() + result.getMessage().map(said -> ": " + said).orElse("");
    }

    private String meters(String pipeline) {
        return meters.getMeters().stream()
                .filter(meter ->
                        meter instanceof Gauge && pipeline.equals(meter.getId().getTag("pipeline")))
                .filter(meter -> ((Gauge) meter).value() > 0)
                .map(meter ->
                        meter.getId().getName().replace("camel.etl.", "") + "=" + Math.round(((Gauge) meter).value()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private String attributes(String pipeline) throws Exception {
        return mbean(pipeline).attributes().entrySet().stream()
                .filter(each -> each.getValue() != null
                        && !List.of("0", "false", "CLOSED")
                                .contains(each.getValue().toString()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private PipelineMBean mbean(String pipeline) throws Exception {
        return new PipelineMBean(etl.camel(), pipeline);
    }

    private void write() throws Exception {
        StringBuilder text = new StringBuilder("| fault | health | metrics | console | JSON API | JMX |\n")
                .append("| --- | --- | --- | --- | --- | --- |\n");
        table.forEach((fault, cells) -> text.append("| ")
                .append(fault)
                .append(" | ")
                .append(cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")))
                .append(" |\n"));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/faults-seen.md"), text);
    }

    private static final class FaultySource extends DelegatingDataSource {
        private volatile boolean gone;

        FaultySource(TestDatabase database) {
            super(database.dataSource());
        }

        @Override
        public Connection wrap(Connection connection) throws SQLException {
            if (gone) {
                connection.close();
                throw new SQLException("Connection to source:5432 refused", "08001");
            }
            return connection;
        }
    }

    private record Breaker(List<GuardedPipeline> guarded) implements PipelineBreaker {
        @Override
        public void guard(GuardedPipeline pipeline) {
            guarded.add(pipeline);
        }

        @Override
        public int failureThreshold() {
            return 3;
        }
    }
}
