package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.OnBadRecord;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot work is refused when the routes are added or started, with the pipeline's name and what to do. */
@Tag("slow")
@WithPostgres
class BadDeclarationsTest {
    private final Source<TimestampCursor> empty = request -> ExtractResponse.drained();
    private Users users;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        users = Users.created(source, target);
    }

    @AfterEach
    void close() {
        users.close();
    }

    private void refused(Consumer<PipelineBuilder<TimestampCursor>> mistake, String... words) {
        refused(
                new EtlRouteBuilder() {
                    @Override
                    public void configure() {
                        mistake.accept(pipeline("users", TimestampCursor.class)
                                .source(empty)
                                .target(postgres(users.targetData()).table("users")));
                    }
                },
                words);
    }

    private void refused(EtlRouteBuilder routes, String... words) {
        assertThatThrownBy(() -> users.add(routes).start()).satisfies(failure -> {
            Throwable cause = failure;
            StringBuilder messages = new StringBuilder();
            while (cause != null) {
                messages.append(cause.getMessage()).append('\n');
                cause = cause.getCause();
            }
            assertThat(messages.toString()).contains("pipeline \"users\": ").contains(words);
        });
    }

    @Test
    void no_schedule() {
        refused(p -> {}, "either every, such as 5m, or cron", "give one of them");
    }

    @Test
    void two_schedules() {
        refused(p -> p.every(Duration.ofMinutes(1)).cron("0 0 * * * ?"), "give one of them");
    }

    @Test
    void a_cron_that_never_fires() {
        refused(p -> p.cron("0 0 0 1 1 ? 2020"), "cron 0 0 0 1 1 ? 2020 never fires");
    }

    @Test
    void a_cron_that_is_none() {
        refused(p -> p.cron("every minute"), "is no cron expression of Quartz's", "six or seven fields");
    }

    @Test
    void a_threshold_of_zero() {
        refused(p -> p.circuitBreaker(0, Duration.ofMinutes(1)), "failureThreshold must be at least 1, not 0");
    }

    @Test
    void no_cooldown() {
        refused(p -> p.circuitBreaker(3, Duration.ZERO), "cooldown must be at least a millisecond");
    }

    @Test
    void an_unknown_notifier() {
        refused(p -> p.every(Duration.ofHours(1)).notifier("nope:alerts"), "option notifier names no endpoint", "nope");
    }

    @Test
    void an_unknown_source() {
        refused(
                p -> p.every(Duration.ofHours(1)).source("nope:users").cursorColumns("updated_at", "id"),
                "option source names no endpoint");
    }

    @Test
    void a_page_size_of_zero() {
        refused(p -> p.every(Duration.ofHours(1)).pageSize(0), "pageSize must be at least 1");
    }

    @Test
    void a_query_with_a_cursor_of_another_type() {
        refused(
                p -> p.every(Duration.ofHours(1)).query(Users.QUERY, users.sourceData()),
                "the cursor of a query is a KeysetCursor",
                "pipeline(\"users\", KeysetCursor.class)");
    }

    @Test
    void rejected_records_without_a_ledger_in_the_page_s_transaction() {
        refused(
                p -> p.every(Duration.ofHours(1))
                        .onBadRecord(OnBadRecord.REJECT)
                        .stateDataSource(users.sourceData()),
                "onBadRecord=reject does not go with stateDataSource: the ledger of rejected records");
    }

    @Test
    void a_pipeline_that_the_builder_has_already() {
        refused(
                new EtlRouteBuilder() {
                    @Override
                    public void configure() {
                        for (int i = 0; i < 2; i++) {
                            pipeline("users", TimestampCursor.class)
                                    .every(Duration.ofHours(1))
                                    .source(empty)
                                    .target(postgres(users.targetData()).table("users"));
                        }
                    }
                },
                "has a pipeline of that name already",
                "another name");
    }

    @Test
    void a_pipeline_that_the_context_has_already() throws Exception {
        users.add(new DeclarationsTest.UsersRoutes(users));

        refused(new DeclarationsTest.UsersRoutes(users), "has a pipeline of that name already");
    }

    @Test
    void a_timer_that_another_route_has_already() throws Exception {
        users.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("quartz:etl/users?cron=0 0 3 * * ?").routeId("by-hand").to("mock:by-hand");
            }
        });
        users.add(new DeclarationsTest.UsersRoutes(users));

        assertThatThrownBy(users::start)
                .hasStackTraceContaining("the routes by-hand and users both begin with quartz:etl/users");
    }

    @Test
    void a_name_that_is_no_part_of_a_uri() {
        assertThatThrownBy(() -> users.add(new EtlRouteBuilder() {
                    @Override
                    public void configure() {
                        pipeline("my users?", KeysetCursor.class).every(Duration.ofHours(1));
                    }
                }))
                .hasMessageContaining("a pipeline's name is part of a URI");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pagesize         | 10          | has no parameters [pagesize]. It has [allowOperationHeader",
                "failureThreshold | 0           | failureThreshold must be at least 1, not 0",
                "failureThreshold | three       | failureThreshold=three is no number. Give a whole one, such as 3",
                "cooldown         | 5m          | cooldown needs failureThreshold: it is how long",
                "every            | daily       | every=daily is no duration. Give milliseconds, or numbers with",
                "startAtOnce      | ture        | startAtOnce=ture is neither true nor false",
                "pageSize         | ten         | option pageSize=ten is no number. Give a whole one",
                "onExhausted      | drop        | option onExhausted=drop is none of [hold, skip]",
                "cron             | 0 0 0 * * ? | give one of them",
                "table.user.keyColumns | id     | has no parameters [table.user.key-columns, table.user.keyColumns]",
            })
    void a_parameter_of_the_template(String name, String value, String message) {
        users.start();
        TemplatedRouteBuilder template = TemplatedRouteBuilder.builder(users.camel, "etl-pipeline")
                .parameters(Map.of("pipeline", "users", "every", "1h", "tables", "users", "dataSource", "#target"))
                .parameter(name, value);

        assertThatThrownBy(template::add)
                .hasStackTraceContaining("pipeline \"users\": ")
                .hasStackTraceContaining(message);
    }

    @Test
    void a_template_without_a_pipeline() {
        users.start();
        TemplatedRouteBuilder template =
                TemplatedRouteBuilder.builder(users.camel, "etl-pipeline").parameter("every", "1h");

        assertThatThrownBy(template::add).hasStackTraceContaining("mandatory parameters must be provided: pipeline");
    }
}
