package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Service;
import io.cameletl.guarantees.support.ServiceJvm;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process gets SIGTERM while somebody keeps a table locked. Camel's shutdown timeout is as many seconds as {@code
 * -Detl.test.shutdown.seconds} says.
 */
@WithPostgres
@Tag("slow")
class TerminatedWhileLockedTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(Long.getLong("etl.test.shutdown.seconds", 8));

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute("create table t (id bigint primary key)", "insert into t values (1), (2)");
        target.execute("create table t (id bigint primary key)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void the_process_is_gone_in_time_the_page_rolled_back_and_the_lease_free(String where) throws Exception {
        TestDatabase locked = where.equals("source") ? source : target;
        try (ServiceJvm service = ServiceJvm.start(source, target, TIMEOUT)) {
            Awaitility.await(service.log()).until(() -> target.count("t") == 2);
            try (Connection locker = locked.connect()) {
                locker.setAutoCommit(false);
                if (where.equals("source")) {
                    locker.createStatement().execute("lock table t in access exclusive mode");
                } else {
                    locker.createStatement().execute("insert into t values (4)");
                }
                if (where.equals("target")) {
                    source.execute("insert into t values (3), (4), (5)");
                }
                Awaitility.await().until(() -> waiting(locked) == 1);

                service.terminate();
                Duration took = service.awaitEnd(TIMEOUT.plusSeconds(5));

                System.out.println("After SIGTERM with the " + where + "'s table locked, the process was gone in "
                        + took.toMillis() + " ms, of " + TIMEOUT.toSeconds() + " s. It said:\n" + service.log());
                assertThat(took).isLessThan(TIMEOUT.plusSeconds(5));
                assertThat(waiting(locked)).as("its session waits no more").isZero();
                assertThat(target.count("etl_pipeline where lease_owner is not null"))
                        .as(service.log())
                        .isZero();
                assertThat(target.<String>value(
                                "select outcome from etl_run where pipeline = ? order by run_number desc limit 1",
                                Service.PIPELINE))
                        .isEqualTo("STOPPED");
                locker.rollback();
            }
            assertThat(target.count("t")).as("rows of the page in hand").isEqualTo(2);
            assertThat(service.log()).containsPattern("run \\d+ stopped").doesNotContain(" WARN ", " ERROR ", "\tat ");
        }
    }

    private static long waiting(TestDatabase database) {
        return database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database()");
    }
}
