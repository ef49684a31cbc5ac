package io.cameletl.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.RunOutcome;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

@Tag("slow")
@WithPostgres
@Timeout(60)
class ScheduleWatchTest {
    private static final TriggerKey KEY = new TriggerKey("users", Schedule.GROUP);
    private static final Duration HOUR = Duration.ofHours(1);

    private Users users;
    private Duration set = Duration.ZERO;
    private ScheduleWatch watch;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        users = Users.created(source, target);
    }

    @AfterEach
    void close() {
        users.close();
    }

    private Scheduler started(String schedule) throws Exception {
        users.declare("users", request -> ExtractResponse.drained(), p -> {
            if (schedule.contains(" ")) {
                p.cron(schedule);
            } else {
                p.every(Duration.parse(schedule));
            }
        });
        watch = new ScheduleWatch(users.camel, () -> Instant.now().plus(set), System::nanoTime, Duration.ofMillis(500));
        watch.listen();
        users.start();
        users.awaitReports(RunOutcome.DRAINED, 1);
        watch.look();
        return users.camel.getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "* * * * * ?"})
    void ticks_go_on_after_the_clock_was_set_back_by_an_hour(String schedule) throws Exception {
        Scheduler scheduler = started(schedule);
        asAfterTheClockWasSetBack(scheduler);
        int before = users.reports().size();

        set = HOUR.negated();
        // For Quartz the clock is as ever: what it would call an hour ago is now.
        ClockSet.back(scheduler, Instant.now(), HOUR.negated());

        Awaitility.await().until(() -> users.reports().size() >= before + 3);
    }

    /** Each next time is an hour further away than it was. */
    @SuppressWarnings("JavaUtilDate")
    private static void asAfterTheClockWasSetBack(Scheduler scheduler) throws SchedulerException {
        var trigger = scheduler.getTrigger(KEY);
        scheduler.rescheduleJob(
                KEY,
                trigger.getTriggerBuilder()
                        .startAt(Date.from(trigger.getNextFireTime().toInstant().plus(HOUR)))
                        .build());
        assertThat(scheduler.getTrigger(KEY).getNextFireTime().toInstant())
                .isAfter(Instant.now().plus(HOUR).minusSeconds(10));
    }

    @Test
    void the_watch_sees_that_the_clock_was_set_and_sets_what_goes_by_intervals_back_as_far() throws Exception {
        Scheduler scheduler = started("PT3H");
        Instant next = scheduler.getTrigger(KEY).getNextFireTime().toInstant();

        set = HOUR.negated();
        watch.look();

        assertThat(scheduler.getTrigger(KEY).getNextFireTime().toInstant())
                .isBetween(next.minus(HOUR).minusMillis(50), next.minus(HOUR).plusMillis(50));
        watch.look();
        assertThat(scheduler.getTrigger(KEY).getNextFireTime().toInstant())
                .as("once")
                .isAfter(next.minus(HOUR).minusMillis(51));

        set = HOUR;
        watch.look();
        assertThat(scheduler.getTrigger(KEY).getNextFireTime().toInstant())
                .as("forward")
                .isAfter(next.minus(HOUR).minusMillis(51));
    }

    @Test
    void a_paused_trigger_stays_paused_when_the_clock_is_set_back() throws Exception {
        Scheduler scheduler = started("PT3H");
        scheduler.pauseTrigger(KEY);

        set = HOUR.negated();
        watch.look();

        assertThat(scheduler.getTriggerState(KEY)).hasToString("PAUSED");
    }

    @Test
    void a_route_that_is_written_by_hand_is_watched_as_well() throws Exception {
        users.yaml(
                """
                - route:
                    id: users
                    from:
                      uri: quartz:etl/users
                      parameters: { stateful: true, trigger.repeatInterval: 500 }
                      steps:
                        - to:
                            uri: etl:users
                            parameters:
                              query: "select id, name, updated_at from users"
                              sourceDataSource: "#source"
                              cursorColumns: updated_at,id
                              dataSource: "#target"
                              tables: users
                """);
        users.start();
        users.awaitReports(RunOutcome.DRAINED, 1);

        assertThat(users.camel.getLifecycleStrategies()).anyMatch(ScheduleWatch.class::isInstance);
        Awaitility.await().untilAsserted(() -> assertThat(
                        ScheduleListeners.of(users.camel).next("users"))
                .hasValueSatisfying(
                        next -> assertThat(next).isBefore(Instant.now().plusSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_schedule_that_does_not_fire_is_told_of_once(boolean wholeScheduler) throws Exception {
        Scheduler scheduler = started("PT1S");
        if (wholeScheduler) {
            scheduler.standby();
        } else {
            scheduler.pauseTrigger(KEY);
        }

        Awaitility.await().until(() -> {
            watch.look();
            return users.events().contains(Kind.SCHEDULE_NOT_FIRING);
        });
        for (int i = 0; i < 10; i++) {
            watch.look();
        }
        assertThat(health().getMessage())
                .hasValueSatisfying(said -> assertThat(said).contains("its schedule does not fire"));
        int before = users.reports().size();
        if (wholeScheduler) {
            scheduler.start();
        } else {
            scheduler.resumeTrigger(KEY);
        }
        Awaitility.await().until(() -> users.reports().size() > before);

        assertThat(users.events()).containsExactly(Kind.SCHEDULE_NOT_FIRING);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(users.camel)
                .getCheck("etl:users")
                .orElseThrow()
                .call();
    }

    /** Whenever a thread is free for a moment, late ticks of all are left out: that is no run. */
    @Test
    void schedules_that_wait_for_threads_that_others_use_are_told_of() throws Exception {
        for (int i = 0; i < 25; i++) {
            long millis = 200 + 40 * i;
            users.declare(
                    "p" + i,
                    request -> {
                        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
                        return ExtractResponse.drained();
                    },
                    p -> p.every(Duration.ofMillis(100)));
        }
        started("PT0.1S");

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            watch.look();
            return users.events(Kind.SCHEDULE_NOT_FIRING) > 0;
        });
    }

    @Test
    void a_schedule_whose_route_is_stopped_or_whose_run_goes_on_is_not_told_of() throws Exception {
        started("PT1S");
        users.camel.getRouteController().stopRoute("users");
        Instant end = Instant.now().plusSeconds(3);
        Awaitility.await().until(() -> {
            watch.look();
            return Instant.now().isAfter(end);
        });

        assertThat(users.events()).isEmpty();
    }
}
