package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Events;
import io.cameletl.guarantees.support.KillRounds;
import io.cameletl.guarantees.support.Users;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.OneIn;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.StatementHook;
import io.cameletl.support.TestDatabase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Source and target live on one server, which dies, as in a power cut, at the events of a run: from the look for the
 * state tables to the record of the run. What the first run was, a second one brings to its end.
 * {@link KillRounds} says how many.
 */
@Tag("slow")
class ServerKillTest {
    private static PostgresServer server;
    private static TestDatabase source;
    private static TestDatabase target;
    private static Users users;

    @BeforeAll
    static void start() {
        server = PostgresServers.startKillable();
        source = TestDatabase.createOn(server);
        target = TestDatabase.createOn(server);
        users = new Users(source, target);
    }

    @AfterAll
    static void stop() {
        source.close();
        target.close();
        server.close();
    }

    @ParameterizedTest
    @OneIn(2)
    @EnumSource(KillRounds.class)
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_server_killed_between_any_two_statements_loses_nothing_and_repeats_nothing(KillRounds rounds)
            throws Exception {
        String options = Users.OPTIONS + "&prefetch=0&staging=" + rounds.staging();
        users.reset(rounds.pages());
        Events dry = new Events();
        assertThat(run(options, dry)).returns(RunOutcome.DRAINED, RunReport::outcome);
        users.assertArrivedOnce();

        for (int event : rounds.of(dry.count())) {
            users.reset(rounds.pages());
            Events events = new Events(event, server::killImmediately);
            try {
                run(options, events);
            } catch (EtlException e) {
                assertThat(e.pipeline()).isEqualTo(Users.PIPELINE);
            }
            assertThat(events.fatal()).doesNotContain("not reached");
            server.restart();
            users.assertRowsAndCursorAgree();
            users.letLeaseRunOut();

            assertThat(run(options, (sql, when) -> {}))
                    .as(events.fatal())
                    .returns(RunOutcome.DRAINED, RunReport::outcome);
            users.assertArrivedOnce();
            users.change();
            assertThat(run(options, (sql, when) -> {}).rows()).isEqualTo(1);
            users.assertNoStagingLeft("u");
        }
        System.out.println("The server was killed at " + rounds.of(dry.count()).size() + " of " + dry.count()
                + " events, " + rounds);
    }

    private static RunReport run(String options, StatementHook hook) throws Exception {
        FaultyDataSource from = new FaultyDataSource(source.dataSource());
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        from.arm(hook);
        to.arm(hook);
        try (Etl etl = new Etl(from, to, Users.PIPELINE)) {
            return etl.route(options).run();
        }
    }
}
