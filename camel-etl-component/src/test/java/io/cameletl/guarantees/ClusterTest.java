package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Node;
import io.cameletl.guarantees.support.Plan;
import io.cameletl.guarantees.support.Plan.Way;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two JVMs whose schedules are one, kept by Quartz in the target database as the documentation shows. */
@Tag("slow")
@WithPostgres
@Timeout(300)
class ClusterTest {
    private static final int PAGES = 4;
    private static final String DAILY = "cron=0 0 3 * * ?";
    private static final int EVERY = 2_000;
    /** Of each node. */
    private static final int TICKS = 6;

    private TestDatabase source;
    private TestDatabase target;
    private Users users;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        users = new Users(source, target);
        users.reset(PAGES);
        Node.createTables(target);
    }

    @Test
    void each_tick_runs_once_on_one_of_two_nodes_also_while_one_stops() throws Exception {
        String plans = Stream.of(Way.values())
                .map(way -> new Plan(way, way.name().toLowerCase(Locale.ROOT), "every=" + EVERY))
                .map(Plan::toString)
                .collect(Collectors.joining(";"));
        for (Way way : Way.values()) {
            target.execute("create table " + way + " (id bigint primary key, name text not null, email text,"
                    + " updated_at timestamptz not null)");
        }
        List<String> said = new ArrayList<>();
        try (WorkerJvm first = WorkerJvm.start(source, target);
                WorkerJvm second = WorkerJvm.start(source, target)) {
            first.ready().send("schedule " + plans);
            second.ready().send("schedule " + plans);
            said.addAll(first.heardUntil("TICK", TICKS));
            said.addAll(second.heardUntil("TICK", TICKS));
            first.send("stop");
            said.addAll(first.heardUntil("STOPPED", 1));
            said.addAll(second.heard());
            said.addAll(second.heardUntil("TICK", TICKS));
            second.send("stop");
            said.addAll(second.heardUntil("STOPPED", 1));
        }

        Map<String, List<Long>> ticks = ticks(said);
        for (Way way : Way.values()) {
            String pipeline = way.name().toLowerCase(Locale.ROOT);
            List<Long> times = ticks.get(pipeline);
            assertThat(times)
                    .as(pipeline)
                    .containsExactlyElementsOf(LongStream.range(0, times.size())
                            .mapToObj(n -> times.get(0) + n * EVERY)
                            .toList());
            assertThat(target.query("select id, name, email, updated_at from " + pipeline + " order by id"))
                    .isEqualTo(source.query(
                            "select id, name, email, updated_at from users where deleted_at is null order by id"));
        }
        // Besides the schedules' own there are the ticks that were handed over, if a stop met a run.
        assertThat(target.<Long>value("select ((select count(*) + sum(idle_before) from etl_run)"
                        + " + (select sum(idle_runs) from etl_pipeline))::bigint"))
                .isEqualTo(ticks.values().stream().mapToInt(List::size).sum());
        assertThat(target.query("select outcome from etl_run"))
                .allMatch(run -> Set.of("DRAINED", "STOPPED").contains(run.get("outcome")));
        System.out.println("Ticks of two nodes, each run once: " + ticks);
    }

    @ParameterizedTest
    @OneIn(3)
    @EnumSource(Way.class)
    void the_run_of_a_node_that_is_killed_goes_on_elsewhere_after_the_last_committed_page(Way way) throws Exception {
        Plan plan = new Plan(way, Users.PIPELINE, DAILY);
        try (WorkerJvm other = WorkerJvm.start(source, target)) {
            try (WorkerJvm killed = WorkerJvm.start(source, target)) {
                killed.ready().send("hold BEFORE 3 lease_owner = step.owner").send("schedule " + plan);
                killed.heardUntil("HELD", 1);
                other.ready().send("schedule " + plan);
                other.heardUntil("STARTED", 1);
            }
            users.assertRowsAndCursorAgree();

            // A day before the next tick, and nobody has touched the lease.
            assertThat(other.heardUntil("RAN", 1)).endsWith("RAN users DRAINED 2 " + 2 * Users.PAGE);
        }
        users.assertArrivedOnce();
        assertThat(target.query("select run_number, outcome from etl_run"))
                .containsExactly(Map.of("run_number", 2L, "outcome", "DRAINED"));
    }

    @Test
    void what_a_node_leaves_undone_that_stops_in_order_another_does_at_once() throws Exception {
        String schedule = "schedule " + new Plan(Way.JAVA, Users.PIPELINE, DAILY);
        try (WorkerJvm first = WorkerJvm.start(source, target);
                WorkerJvm second = WorkerJvm.start(source, target)) {
            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table users in access exclusive mode");
                first.ready().send(schedule);
                first.heardUntil("STARTED", 1);
                Awaitility.await("it waits for its source")
                        .until(() -> target.<Boolean>value("select to_regclass('etl_pipeline') is not null")
                                && target.count("etl_pipeline where lease_owner is not null") == 1);
                second.ready().send(schedule);
                second.heardUntil("STARTED", 1);
                first.send("stop");
                Awaitility.await("its tick is handed over").until(() -> target.count("qrtz_triggers") == 2);
                connection.rollback();
            }
            assertThat(first.heardUntil("STOPPED", 1)).anyMatch(line -> line.startsWith("RAN users STOPPED"));
            assertThat(second.heardUntil("RAN", 1)).last().asString().startsWith("RAN users DRAINED");
        }
        users.assertArrivedOnce();
    }

    private static Map<String, List<Long>> ticks(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith("TICK "))
                .map(line -> line.split(" "))
                .sorted(Comparator.comparing(words -> words[2]))
                .collect(Collectors.groupingBy(
                        words -> words[1],
                        TreeMap::new,
                        Collectors.mapping(words -> Long.valueOf(words[2]), Collectors.toList())));
    }
}
