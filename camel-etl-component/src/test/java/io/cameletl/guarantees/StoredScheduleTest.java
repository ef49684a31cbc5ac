package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Node;
import io.cameletl.guarantees.support.Plan;
import io.cameletl.guarantees.support.Plan.Way;
import io.cameletl.guarantees.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quartz.JobKey;

/** A schedule that Quartz keeps in the database outlives the process. */
@Tag("slow")
@WithPostgres
@Timeout(120)
class StoredScheduleTest {
    private static final Plan DAILY = new Plan(Way.JAVA, "daily", "cron=0 0 3 * * ?");
    private static final Plan CLOCK = new Plan(Way.JAVA, "clock", "every=300ms");

    /** A trigger that a node had taken when it stopped is taken back by the next after 7.5 s and more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> said = new CopyOnWriteArrayList<>();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        new Users(source, target).reset(1);
        Node.createTables(target);
        for (Plan plan : List.of(DAILY, CLOCK)) {
            target.execute("create table " + plan.name() + " (id bigint primary key, name text not null, email text,"
                    + " updated_at timestamptz not null)");
        }
    }

    @Test
    void a_restart_keeps_it_and_adds_no_tick() throws Exception {
        try (Node node = node(DAILY).start()) {
            awaitRuns(DAILY, 1);
            awaitRest(node);
        }
        List<Map<String, Object>> stored = stored();

        try (Node node = node(DAILY, CLOCK).start()) {
            awaitRuns(CLOCK, 3);

            assertThat(runs(DAILY)).isEqualTo(1);
            assertThat(stored()).isEqualTo(stored);
        }
    }

    @Test
    void a_route_that_a_running_node_is_given_adds_no_tick_to_it_either() throws Exception {
        try (Node node = node(CLOCK).start()) {
            node.addLate(DAILY);
            awaitRuns(DAILY, 1);
            awaitRest(node);
        }
        target.execute("update qrtz_triggers set next_fire_time = 0 where trigger_name = 'daily'");
        try (Node node = node(DAILY, CLOCK).start()) {
            awaitRuns(DAILY, 2);
            awaitRest(node);
        }

        try (Node node = node(CLOCK).start()) {
            int before = runs(CLOCK);
            node.addLate(DAILY);
            awaitRuns(CLOCK, before + 3);

            assertThat(runs(DAILY)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void another_cron_takes_its_place_and_begins_with_a_tick(Way way) throws Exception {
        try (Node node = node(new Plan(way, "daily", "cron=0 0 3 * * ?")).start()) {
            awaitRuns(DAILY, 1);
            awaitRest(node);
        }

        try (Node node = node(new Plan(way, "daily", "cron=0 30 4 * * ?")).start()) {
            awaitRuns(DAILY, 2);
            // The job in the store still has the URI of the first cron.
            node.scheduler().triggerJob(new JobKey("daily", "etl"));
            awaitRuns(DAILY, 3);

            assertThat(target.<String>value("select cron_expression from qrtz_cron_triggers"))
                    .isEqualTo("0 30 4 * * ?");
        }
    }

    @Test
    void of_the_ticks_missed_while_no_node_was_there_one_is_made_up_for() throws Exception {
        Plan hourly = new Plan(Way.JAVA, "daily", "every=1h");
        try (Node node = node(hourly).start()) {
            awaitRuns(hourly, 1);
            awaitRest(node);
        }
        target.execute("update qrtz_triggers set next_fire_time = next_fire_time - 24 * 3600 * 1000");

        try (Node node = node(hourly, CLOCK).start()) {
            awaitRuns(hourly, 2);
            awaitRuns(CLOCK, 3);

            assertThat(runs(hourly)).isEqualTo(2);
            assertThat(target.<Boolean>value("select next_fire_time > extract(epoch from now()) * 1000"
                            + " from qrtz_triggers where trigger_name = 'daily'"))
                    .isTrue();
        }
    }

    private Node node(Plan... plans) {
        Node node = new Node(
                List.of(target.url(), target.user(), target.password()),
                source.dataSource(),
                target.dataSource(),
                said::add);
        List.of(plans).forEach(node::add);
        return node;
    }

    private List<Map<String, Object>> stored() {
        return target.query("select start_time, prev_fire_time, next_fire_time, misfire_instr, cron_expression"
                + " from qrtz_triggers join qrtz_cron_triggers using (sched_name, trigger_name, trigger_group)");
    }

    private void awaitRuns(Plan plan, int number) {
        Awaitility.await(plan + " has run " + number + " times")
                .atMost(PATIENCE)
                .until(() -> runs(plan) >= number);
    }

    /** A node that stops in the middle of a run leaves a tick for the next. */
    private static void awaitRest(Node node) {
        Awaitility.await("nothing runs").until(() -> node.scheduler().getCurrentlyExecutingJobs().stream()
                .noneMatch(job -> job.getJobDetail().getKey().getName().equals("daily")));
    }

    private int runs(Plan plan) {
        return (int) said.stream()
                .filter(line -> line.startsWith("RAN " + plan.name() + " DRAINED"))
                .count();
    }
}
