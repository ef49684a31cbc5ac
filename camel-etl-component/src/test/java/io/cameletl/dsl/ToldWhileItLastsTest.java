package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.dsl.support.Logged;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners and the log hear while something lasts, and how often. */
@WithPostgres
@Timeout(120)
@Tag("slow")
class ToldWhileItLastsTest {
    private final Logged logged = new Logged();
    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();
    private Users users;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        users = Users.created(source, target);
        users.bind("events", new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                events.add(event);
            }
        });
    }

    @AfterEach
    void close() {
        users.close();
        logged.close();
    }

    @Test
    void a_pipeline_none_of_whose_runs_begins_is_told_of_as_late() throws Exception {
        users.declare("users", request -> ExtractResponse.drained(), p -> p.every(Duration.ofMillis(200))
                .consistencyDelay(Duration.ZERO)
                .lateAfter(Duration.ofSeconds(1)));
        users.start();
        users.awaitReports(RunOutcome.DRAINED, 2);

        users.camel.getRouteController().suspendRoute("users");

        users.awaitEvents(Kind.PIPELINE_LATE, 1);
        assertThat(event(EtlEvent.PipelineLate.class).runNumber()).isZero();
        users.camel.getRouteController().resumeRoute("users");
        users.awaitEvents(Kind.PIPELINE_CAUGHT_UP, 1);
        assertThat(users.events()).containsExactly(Kind.PIPELINE_LATE, Kind.PIPELINE_CAUGHT_UP);
    }

    @Test
    void fifty_pipelines_whose_target_is_away_for_many_ticks_tell_of_it_once_each_and_log_little() throws Exception {
        int pipelines = 50;
        for (int i = 0; i < pipelines; i++) {
            users.declare("p" + i, request -> ExtractResponse.drained(), p -> p.every(Duration.ofMillis(250))
                    .retry(1, Duration.ofMillis(10), 1));
        }
        users.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> users.reports(RunOutcome.DRAINED).stream()
                                .map(run -> run.pipeline())
                                .distinct()
                                .count()
                        == pipelines);
        users.target.execute("alter table etl_pipeline rename to away");
        int before = logged.lines().size();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> users.reports(RunOutcome.FAILED).size() >= 10 * pipelines);

        assertThat(events.stream()
                        .filter(event -> event.kind() == Kind.RUN_FAILED)
                        .collect(Collectors.groupingBy(EtlEvent::pipeline, Collectors.counting()))
                        .values())
                .hasSize(pipelines)
                .as("a run that was on when it went away fails at another step than those that follow")
                .allMatch(times -> times <= 2);
        assertThat(logged.bytesFrom(before))
                .as("bytes for each pipeline: %s", logged.lines())
                .isLessThan(pipelines * 1_000);
        users.target.execute("alter table away rename to etl_pipeline");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> users.events(Kind.RUN_RECOVERED) == pipelines);
    }

    @Test
    void a_notifier_that_hangs_holds_up_no_run_for_long_and_hears_all_once_it_is_back() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        List<EtlEvent> heard = new CopyOnWriteArrayList<>();
        PipelineListener hanging = new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                Awaitility.await().forever().until(() -> hang.getCount() == 0);
                heard.add(event);
            }
        };
        boolean[] sick = {true};
        users.declare(
                "users",
                request -> {
                    if (sick[0]) {
                        throw new IllegalStateException("sick");
                    }
                    return ExtractResponse.drained();
                },
                p -> p.every(Duration.ofMillis(200)).notifier(hanging));
        users.start();

        users.awaitReports(RunOutcome.FAILED, 3);
        sick[0] = false;
        users.awaitReports(RunOutcome.DRAINED, 10);
        assertThat(users.events()).containsExactly(Kind.RUN_FAILED, Kind.RUN_RECOVERED);
        assertThat(heard).isEmpty();
        assertThat(logged.lines())
                .filteredOn(line -> line.contains("takes too long"))
                .hasSize(1);

        hang.countDown();
        Awaitility.await().until(() -> heard.size() == 2);
        assertThat(heard).extracting(EtlEvent::kind).containsExactly(Kind.RUN_FAILED, Kind.RUN_RECOVERED);
    }

    private <E extends EtlEvent> E event(Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
