package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two contexts with the same pipeline, as two processes have it. */
@Tag("slow")
@WithPostgres
@Timeout(120)
class TwoNodesTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean failing = true;
    private final Source<TimestampCursor> sick = request -> {
        asked.incrementAndGet();
        if (failing) {
            throw new IllegalStateException("the source is sick");
        }
        return ExtractResponse.drained();
    };
    private TestDatabase target;
    private Users one;
    private Users other;

    @BeforeEach
    void nodes(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        target.execute("create table users (id bigint primary key, name text)");
        one = node(source, target);
        other = node(source, target);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    private Users node(TestDatabase source, TestDatabase target) throws Exception {
        Users users = new Users(source, target).add(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline("users", TimestampCursor.class)
                        .every(Duration.ofHours(1))
                        .source(sick)
                        .target(postgres(target.dataSource()).table("users"))
                        .circuitBreaker(3, Duration.ofMinutes(10));
            }
        });
        AdviceWith.adviceWith(users.camel, "users", route -> route.replaceFromWith("direct:tick"));
        return users.start();
    }

    private static void tick(Users... nodes) {
        for (Users node : nodes) {
            node.camel.createProducerTemplate().sendBody("direct:tick", null);
        }
    }

    @Test
    void failures_of_both_open_the_breaker_of_both() {
        tick(one, other, one);

        assertThat(one.events()).containsExactly(Kind.RUN_FAILED, Kind.BREAKER_OPENED);
        assertThat(other.events()).containsExactly(Kind.RUN_FAILED);
        int before = asked.get();

        tick(other, one);

        assertThat(asked).hasValue(before);
        assertThat(other.reports(RunOutcome.OPEN).get(0).message())
                .isEqualTo(one.reports(RunOutcome.OPEN).get(0).message())
                .startsWith("open until ");
        assertThat(other.events()).as("told once").containsExactly(Kind.RUN_FAILED);
    }

    @Test
    void a_success_of_the_other_begins_the_count_anew() {
        tick(one, one);
        failing = false;
        tick(other);
        failing = true;
        tick(one, one);
        assertThat(one.events()).doesNotContain(Kind.BREAKER_OPENED);

        tick(one);
        assertThat(one.events()).contains(Kind.BREAKER_OPENED);
    }

    @Test
    void the_node_that_opened_it_lets_its_probe_through_and_then_all_go_on() {
        tick(one, one, one);
        failing = false;
        one.camel
                .getRegistry()
                .findByType(RunCircuitBreaker.class)
                .iterator()
                .next()
                .transitionToHalfOpenState();
        tick(other);
        assertThat(other.reports()).extracting("outcome").containsExactly(RunOutcome.OPEN);

        tick(one, other);

        assertThat(Stream.of(one, other)
                        .map(node -> node.reports().get(node.reports().size() - 1)))
                .extracting("outcome")
                .isEqualTo(List.of(RunOutcome.DRAINED, RunOutcome.DRAINED));
    }

    @Test
    void closed_by_an_operation_on_one_node_it_is_closed_on_all() {
        tick(one, other, one, other);
        assertThat(Stream.of(one, other)
                        .map(node -> node.reports(RunOutcome.OPEN).size()))
                .containsExactly(0, 1);
        failing = false;

        other.camel.createProducerTemplate().sendBody("etl:users?operation=closeBreaker&dataSource=#target", null);
        tick(one, other);

        assertThat(Stream.of(one, other)
                        .map(node -> node.reports(RunOutcome.DRAINED).size()))
                .containsExactly(1, 1);
        assertThat(one.events()).endsWith(Kind.BREAKER_OPENED, Kind.BREAKER_CLOSED, Kind.RUN_RECOVERED);
        assertThat(target.query("select action, way from etl_action").toString())
                .contains("CLOSE_BREAKER", "ROUTE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "breaker_until = null",
                "breaker_state = 'CLOSED', breaker_until = null",
                "breaker_until = now() - interval '1 hour'"
            })
    void closed_by_hand_in_its_row_it_is_closed_on_all(String change) {
        tick(one, one, one, other);
        assertThat(other.reports()).extracting("outcome").containsExactly(RunOutcome.OPEN);
        failing = false;

        target.execute("update etl_pipeline set " + change);
        tick(one, other);

        assertThat(Stream.of(one, other)
                        .map(node -> node.reports(RunOutcome.DRAINED).size()))
                .containsExactly(1, 1);
        assertThat(target.count("etl_pipeline where breaker_until is not null")).isZero();
    }

    @Test
    void a_pause_in_the_row_is_seen_and_its_end_too() {
        target.execute("insert into etl_pipeline (name, paused) values ('users', true)"
                + " on conflict (name) do update set paused = true");
        failing = false;
        tick(one, other);
        target.execute("update etl_pipeline set paused = false");
        tick(one, other);

        for (Users node : List.of(one, other)) {
            assertThat(node.reports()).extracting("outcome").containsExactly(RunOutcome.PAUSED, RunOutcome.DRAINED);
        }
    }
}
