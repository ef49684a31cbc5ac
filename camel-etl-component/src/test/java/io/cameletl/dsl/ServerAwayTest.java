package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.dsl.support.Logged;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.component.quartz.QuartzComponent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server is killed and stays away: for as long as {@code -Detl.test.away.seconds} says, and in a storm {@code
 * -Detl.test.storm.seconds}. Schedules are as much faster as these are less than 20 seconds and ten minutes.
 */
@Tag("slow")
class ServerAwayTest {
    private static final long AWAY_MILLIS = 1_000 * Long.getLong("etl.test.away.seconds", 4);
    private static final long STORM_MILLIS = 1_000 * Long.getLong("etl.test.storm.seconds", 12);
    private static final int PIPELINES = 50;
    private static final int MEGABYTE = 1 << 20;

    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();
    private final Logged logged = new Logged();
    private PostgresServer mortal;
    private PostgresServer other;
    private TestDatabase onMortal;
    private TestDatabase onOther;
    private Users users;

    @BeforeEach
    void servers() {
        mortal = PostgresServers.startKillable();
        onMortal = TestDatabase.createOn(mortal);
        other = PostgresServers.shared();
        onOther = TestDatabase.createOn(other);
    }

    @AfterEach
    void close() {
        users.close();
        logged.close();
        onMortal.close();
        onOther.close();
        mortal.close();
    }

    private void users(TestDatabase source, TestDatabase target) {
        users = Users.created(source, target);
        users.bind("events", new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                events.add(event);
            }
        });
    }

    @Test
    void a_source_that_is_away_for_some_ticks_opens_no_breaker_and_is_one_line_and_one_event() throws Exception {
        users(onMortal, onOther);
        users.add(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline("users", KeysetCursor.class)
                        .every(Duration.ofMillis(AWAY_MILLIS / 4))
                        .query(Users.QUERY, users.sourceData())
                        .cursorColumns("updated_at", "id")
                        .omitColumns("deleted_at")
                        .consistencyDelay(Duration.ZERO)
                        .circuitBreaker(3, Duration.ofMinutes(10))
                        .target(postgres(users.targetData()).table("users"));
            }
        });
        users.start();
        users.awaitReports(RunOutcome.DRAINED, 2);
        int line = logged.lines().size();

        away(AWAY_MILLIS);
        int runs = users.reports(RunOutcome.DRAINED).size();
        users.source.execute("insert into users values (1, 'a', now(), null)");
        Awaitility.await()
                .atMost(Duration.ofMillis(AWAY_MILLIS).plusSeconds(60))
                .until(() -> users.reports(RunOutcome.DRAINED).size() >= runs + 3);

        assertThat(users.events()).containsExactly(Kind.RUN_RETRIED);
        assertThat(users.reports()).extracting("outcome").containsOnly(RunOutcome.DRAINED);
        assertThat(logged.lines(Level.WARN)).singleElement().asString().contains("the run could not begin");
        users.assertSynced();
        System.out.println("A source was away for " + AWAY_MILLIS + " ms, with a tick each " + AWAY_MILLIS / 4 + " ms: "
                + users.events() + ", " + logged.bytesFrom(line) + " bytes of log, " + logged.lines(Level.WARN));
    }

    @Test
    void fifty_pipelines_whose_target_is_dead_tell_of_it_once_each_and_all_go_on_afterwards() throws Exception {
        users(onOther, onMortal);
        // One for each: else they would be told of as schedules that do not fire.
        users.camel
                .getComponent("quartz", QuartzComponent.class)
                .setProperties(
                        new HashMap<>(Map.of("org.quartz.threadPool.threadCount", Integer.toString(PIPELINES + 10))));
        long every = Math.max(250, STORM_MILLIS / 120);
        for (int i = 0; i < PIPELINES; i++) {
            boolean guarded = i % 2 == 0;
            users.declare("p" + i, request -> ExtractResponse.drained(), p -> {
                p.every(Duration.ofMillis(every))
                        .retry(5, Duration.ofMillis(every / 5), 2)
                        .consistencyDelay(Duration.ZERO)
                        .lateAfter(Duration.ofMillis(STORM_MILLIS / 4));
                if (guarded) {
                    p.circuitBreaker(3, Duration.ofMillis(every * 12));
                }
            });
        }
        users.start();
        awaitAll(0);
        int line = logged.lines().size();
        int told = events.size();
        int before = users.reports().size();

        away(STORM_MILLIS);
        int back = users.reports().size();
        awaitAll(back);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> users.events(Kind.PIPELINE_LATE) == users.events(Kind.PIPELINE_CAUGHT_UP));

        int bytes = logged.bytesFrom(line);
        List<EtlEvent> storm = events.subList(told, events.size());
        Map<Kind, Long> byKind =
                storm.stream().collect(Collectors.groupingBy(EtlEvent::kind, TreeMap::new, Collectors.counting()));
        System.out.println(PIPELINES + " pipelines, a tick each " + every + " ms, their target dead for " + STORM_MILLIS
                + " ms: " + ended(before, back) + ", "
                + storm.size() + " events " + byKind + ", " + (logged.lines().size() - line) + " lines, " + bytes
                + " bytes of log");
        assertThat(bytes).as("bytes of log: %s", logged.lines()).isLessThan(MEGABYTE);
        assertThat(byKind)
                .containsKeys(Kind.RUN_FAILED, Kind.BREAKER_OPENED)
                .containsEntry(Kind.RUN_RECOVERED, pipelines(storm, Kind.RUN_FAILED))
                .containsEntry(Kind.BREAKER_CLOSED, pipelines(storm, Kind.BREAKER_OPENED));
        assertThat(storm.stream().collect(Collectors.groupingBy(ServerAwayTest::change, Collectors.counting())))
                .allSatisfy((change, times) -> assertThat(times).as(change).isEqualTo(1));
    }

    private Map<RunOutcome, Long> ended(int from, int to) {
        return users.reports().subList(from, to).stream()
                .collect(Collectors.groupingBy(RunReport::outcome, TreeMap::new, Collectors.counting()));
    }

    private static long pipelines(List<EtlEvent> storm, Kind kind) {
        return storm.stream()
                .filter(event -> event.kind() == kind)
                .map(EtlEvent::pipeline)
                .distinct()
                .count();
    }

    /** What an event tells of its pipeline: its kind, and in which words, but for numbers. */
    private static String change(EtlEvent event) {
        return event.pipeline() + " " + event.kind() + " " + event.message().replaceAll("\\S*\\d\\S*", "#");
    }

    private void away(long millis) throws InterruptedException {
        mortal.killProcesses();
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        mortal.restart();
    }

    /** Waits until each pipeline has had a run that came to its end, after so many reports. */
    private void awaitAll(int after) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> users.reports().stream()
                                .skip(after)
                                .filter(run -> run.outcome() == RunOutcome.DRAINED)
                                .map(run -> run.pipeline())
                                .distinct()
                                .count()
                        == PIPELINES);
    }
}
