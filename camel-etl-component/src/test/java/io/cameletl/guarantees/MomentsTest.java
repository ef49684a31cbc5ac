package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Moments;
import io.cameletl.guarantees.support.Step;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.WatchedSplit;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class MomentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"temp", "unlogged"})
    void each_numbered_step_of_a_run_is_recognised_in_its_order(
            String staging, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        new Users(source, target).reset(1);
        Moments moments = new Moments(null, 0, 0, Moments.NOTHING);
        FaultyDataSource from = new FaultyDataSource(source.dataSource());
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        from.arm(moments.atSource());
        to.armEach(moments.atTarget());
        try (Etl etl = new Etl(from, to, Users.PIPELINE)
                .bind("watched", new WatchedSplit(moments.atTransform(), true))
                .route(Users.OPTIONS.replace("#split", "#watched") + "&prefetch=0&staging=" + staging)) {
            etl.run();
        }
        assertThat(moments.steps()).containsExactly(Step.values());
    }
}
