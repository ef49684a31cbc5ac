package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus.LastVerification;
import io.cameletl.RunOutcome;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code verifyEvery}: a pipeline that nobody compares with its source for too long is told of, once. */
@WithPostgres
class VerifyEveryTest {
    private static final String OPTIONS = "query=RAW(select id, name, updated_at from users)&sourceDataSource=#source"
            + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&consistencyDelay=0&verifyEvery=1h";

    private final List<EtlEvent.VerificationOverdue> told = new CopyOnWriteArrayList<>();
    private final List<Etl> nodes = new ArrayList<>();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void users(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create table users (id bigint primary key, name text, updated_at timestamptz not null)",
                "insert into users select n, 'name ' || n, now() - interval '1 min' from generate_series(1, 10) n");
        target.execute("create table users (id bigint primary key, name text, updated_at timestamptz not null)");
    }

    @AfterEach
    void close() {
        nodes.forEach(Etl::close);
    }

    private Etl node(String options) throws Exception {
        PipelineListener listener = new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                if (event instanceof EtlEvent.VerificationOverdue overdue) {
                    told.add(overdue);
                }
            }
        };
        Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").bind("listener", listener);
        nodes.add(etl);
        return etl.route(options);
    }

    private void yesterday() {
        target.execute(
                "update etl_pipeline set created_at = created_at - interval '1 day'",
                "update etl_verification set ended_at = ended_at - interval '1 day'");
    }

    private void await(int events) {
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(told).hasSize(events));
    }

    @Test
    void one_that_was_never_verified_is_overdue_once_it_has_been_there_for_long() throws Exception {
        node(OPTIONS).run();
        assertThat(told).isEmpty();
        yesterday();

        Etl etl = node(OPTIONS);
        etl.run();
        etl.run();

        await(1);
        assertThat(told.get(0).lastAt()).isNull();
        assertThat(told.get(0).age()).isGreaterThan(Duration.ofHours(23));
        assertThat(told.get(0).message()).contains("never compared").contains("longer than verifyEvery allows");
        assertThat(etl.status().lastVerification())
                .returns(null, LastVerification::endedAt)
                .returns(null, LastVerification::outcome);
    }

    @Test
    void a_verification_ends_it_and_the_next_that_is_overdue_is_told_again() throws Exception {
        Etl etl = node(OPTIONS);
        etl.run();
        source.execute("delete from users where id = 3");
        assertThat(etl.verify().surplus()).isOne();
        LastVerification last = etl.status().lastVerification();
        assertThat(last.outcome()).isEqualTo(RunOutcome.VERIFIED);
        assertThat(last.differences()).isOne();
        assertThat(last.age()).isLessThan(Duration.ofMinutes(1));
        yesterday();
        Etl later = node(OPTIONS);
        later.run();
        await(1);
        assertThat(told.get(0).message()).contains("last compared");

        later.reconcile();
        later.run();
        assertThat(later.status().lastVerification())
                .returns(RunOutcome.RECONCILED, LastVerification::outcome)
                .returns(1L, LastVerification::differences)
                .returns("users", LastVerification::table);

        assertThat(told).hasSize(1);
        yesterday();
        node(OPTIONS).run();
        await(2);
    }

    @Test
    void what_another_process_has_verified_is_not_overdue_here() throws Exception {
        node(OPTIONS).run();
        yesterday();
        Etl here = node(OPTIONS);
        Etl there = node(OPTIONS.replace("&verifyEvery=1h", ""));
        there.verify();

        here.run();
        here.run();

        assertThat(told).isEmpty();
    }

    @Test
    void full_passes_are_verifications() throws Exception {
        Etl etl = node(OPTIONS + "&fullPassEvery=1");
        etl.run();
        yesterday();
        etl = node(OPTIONS + "&fullPassEvery=1");
        etl.run();
        node(OPTIONS).run();

        assertThat(etl.status().lastVerification().age()).isLessThan(Duration.ofMinutes(1));
        // It was overdue until the pass has ended.
        await(1);
    }

    @Test
    void one_that_cannot_be_compared_is_refused_when_the_route_starts() {
        assertThatThrownBy(() -> node(OPTIONS + "&transform=#split")).hasStackTraceContaining("has a transform");
    }
}
