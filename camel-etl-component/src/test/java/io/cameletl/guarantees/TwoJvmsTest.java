package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@WithPostgres
class TwoJvmsTest {
    private static final String RUN = "run " + Users.PIPELINE + " " + Users.OPTIONS;
    private static final int STARTS = 5;

    private TestDatabase source;
    private TestDatabase target;
    private Users users;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        users = new Users(source, target);
        users.reset(2);
    }

    @Test
    void of_two_jvms_that_run_one_pipeline_one_works_and_the_other_reports_busy() throws Exception {
        try (WorkerJvm first = WorkerJvm.start(source, target);
                WorkerJvm second = WorkerJvm.start(source, target)) {
            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table users in access exclusive mode");
                first.ready().send(RUN);
                Awaitility.await("the first waits for its source")
                        .until(() -> target.<Boolean>value("select to_regclass('etl_pipeline') is not null")
                                && target.count("etl_pipeline where lease_owner is not null") == 1);

                second.ready().send(RUN);
                assertThat(second.answer()).isEqualTo("BUSY");
                connection.rollback();
            }
            assertThat(first.answer()).isEqualTo("DRAINED");
            second.send(RUN);
            assertThat(second.answer()).isEqualTo("DRAINED");
        }
        users.assertArrivedOnce();
    }

    @Test
    void two_jvms_started_at_once_make_the_state_tables_and_the_pipeline_without_error() throws Exception {
        try (WorkerJvm first = WorkerJvm.start(source, target);
                WorkerJvm second = WorkerJvm.start(source, target)) {
            first.ready();
            second.ready();
            for (int start = 1; start <= STARTS; start++) {
                users.reset(2);
                String run = RUN + "&stateSchema=state" + start;
                first.send(run);
                second.send(run);

                assertThat(List.of(first.answer(), second.answer()))
                        .isSubsetOf("DRAINED", "BUSY")
                        .contains("DRAINED");
                users.assertArrivedOnce();
                assertThat(target.count("state" + start + ".etl_pipeline")).isEqualTo(1);
            }
        }
    }
}
