package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Users;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection breaks at a commit, before or after the server has done it, of the first or a later page. */
@WithPostgres
@Tag("slow")
class LostCommitTest {
    private static final int PAGES = 3;

    private Users users;
    private FaultyDataSource faulty;
    private Etl etl;

    @BeforeEach
    void routes(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        users = new Users(source, target);
        users.reset(PAGES);
        faulty = new FaultyDataSource(target.dataSource());
        etl = new Etl(source.dataSource(), faulty, Users.PIPELINE);
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @ParameterizedTest
    @CsvSource({"temp,1", "temp,2", "temp,3", "unlogged,2", "unlogged,4", "unlogged,6"})
    void a_commit_that_went_through_without_an_answer_is_found_out_and_the_run_goes_on(String staging, int commit)
            throws Exception {
        etl.route(Users.OPTIONS + "&staging=" + staging);
        faulty.arm(FaultyDataSource.failOnce(commit, When.AFTER, "08006", "COMMIT"::equals));

        assertThat(etl.run())
                .returns(RunOutcome.DRAINED, RunReport::outcome)
                .returns(PAGES, RunReport::pages)
                .returns((long) PAGES * Users.PAGE, RunReport::rows);

        users.assertArrivedOnce();
        users.assertNoStagingLeft("t");
    }

    @ParameterizedTest
    @CsvSource({"temp,1", "temp,2", "temp,3", "unlogged,1", "unlogged,2", "unlogged,3", "unlogged,6"})
    void a_commit_that_never_reached_the_server_fails_the_run_and_the_next_one_loads_the_page(
            String staging, int commit) throws Exception {
        etl.route(Users.OPTIONS + "&staging=" + staging);
        faulty.arm(FaultyDataSource.failOnce(commit, When.BEFORE, "08006", "COMMIT"::equals));

        assertThatThrownBy(etl::run).isInstanceOf(EtlException.class).hasMessageContaining("again");
        users.assertRowsAndCursorAgree();
        RunReport next = etl.run();

        int committed = staging.equals("temp") ? commit - 1 : (commit - 1) / 2;
        assertThat(next).returns(RunOutcome.DRAINED, RunReport::outcome).returns(PAGES - committed, RunReport::pages);
        users.assertArrivedOnce();
        users.assertNoStagingLeft("u");
        users.assertNoStagingLeft("t");
    }

    @ParameterizedTest
    @CsvSource({"temp,1", "temp,3", "unlogged,1", "unlogged,4"})
    void with_retries_the_same_run_loads_the_page_whose_commit_never_reached_the_server(String staging, int commit)
            throws Exception {
        etl.route(Users.OPTIONS.replace("maximumRedeliveries=0", "redeliveryDelay=1&maximumRedeliveryDelay=5")
                + "&staging=" + staging);
        faulty.arm(FaultyDataSource.failOnce(commit, When.BEFORE, "08006", "COMMIT"::equals));

        assertThat(etl.run())
                .returns(RunOutcome.DRAINED, RunReport::outcome)
                .returns(PAGES, RunReport::pages)
                .returns((long) PAGES * Users.PAGE, RunReport::rows);

        users.assertArrivedOnce();
        users.assertNoStagingLeft("t");
    }
}
