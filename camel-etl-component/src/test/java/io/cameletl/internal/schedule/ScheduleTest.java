package io.cameletl.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ticks of a schedule in memory. */
@WithPostgres
@Timeout(60)
@Tag("slow")
class ScheduleTest {
    private Users users;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        users = Users.created(source, target);
    }

    @AfterEach
    void close() {
        users.close();
    }

    @Test
    void of_the_ticks_that_come_during_a_run_one_is_made_up_for() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        Source<TimestampCursor> slow = request -> {
            Awaitility.await().forever().until(() -> rest.getCount() == 0);
            return ExtractResponse.drained();
        };
        users.declare("tick", request -> ExtractResponse.drained(), p -> p.every(Duration.ofMillis(500)));
        users.declare("users", slow, p -> p.every(Duration.ofMillis(500)));
        users.start();
        awaitRuns("tick", 8);

        rest.countDown();
        awaitRuns("users", 3);
        awaitRuns("tick", 11);

        // Both schedules are alike: only what was missed makes a difference, were it made up for there would be none.
        assertThat(runs("tick") - runs("users")).isGreaterThanOrEqualTo(4);
    }

    private void awaitRuns(String pipeline, int number) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs(pipeline) >= number);
    }

    private long runs(String pipeline) {
        return users.reports().stream()
                .filter(run -> run.pipeline().equals(pipeline))
                .count();
    }

    @Test
    void a_daily_pipeline_runs_once_at_the_start_too() throws Exception {
        users.declare("users", request -> ExtractResponse.drained(), p -> p.cron("0 0 3 * * ?"));
        users.declare("late", request -> ExtractResponse.drained(), p -> p.cron("0 0 3 * * ?")
                .startAtOnce(false));
        users.declare("later", request -> ExtractResponse.drained(), p -> p.every(Duration.ofHours(1))
                .startAtOnce(false));
        users.declare("tick", request -> ExtractResponse.drained(), p -> p.cron("* * * * * ?"));
        users.start();

        awaitRuns("tick", 3);

        assertThat(users.reports().stream().map(run -> run.pipeline()).filter(name -> !name.equals("tick")))
                .containsExactly("users");
    }
}
