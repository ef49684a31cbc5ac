package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.KeysetCursor;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.dsl.support.Story;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.AdviceWith;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipeline in Java, by the template, and spelled out: the same rows, the same state, the same reports. */
@WithPostgres
@Tag("slow")
class DeclarationsTest {
    private static final String TEMPLATE =
            """
            - templatedRoute:
                routeTemplateRef: etl-pipeline
                routeId: users
                parameters:
                  - { name: pipeline, value: users }
                  - { name: every, value: "200ms" }
                  - { name: query, value: "select id, name, updated_at, deleted_at from users" }
                  - { name: sourceDataSource, value: "#source" }
                  - { name: cursorColumns, value: "updated_at,id" }
                  - { name: dataSource, value: "#target" }
                  - { name: tables, value: users }
                  - { name: table.users.versionColumn, value: updated_at }
                  - { name: table.users.deletedColumn, value: deleted_at }
                  - { name: pageSize, value: 100 }
                  - { name: consistencyDelay, value: 0 }
                  - { name: failureThreshold, value: 3 }
                  - { name: cooldown, value: "5m" }
            """;

    static final String BY_HAND =
            """
            - beans:
                - name: usersBreaker
                  type: io.cameletl.dsl.RunCircuitBreaker
                  properties: { failureThreshold: 3, cooldown: 5m }
            - routeConfiguration:
                id: usersFailures
                onException:
                  - onException:
                      exception: [ java.lang.Exception ]
                      handled: { constant: { expression: "true" } }
                  - onException:
                      exception: [ io.github.resilience4j.circuitbreaker.CallNotPermittedException ]
                      handled: { constant: { expression: "true" } }
                      steps:
                        - process: { ref: usersBreaker }
            - route:
                id: users
                routeConfigurationId: usersFailures
                from:
                  uri: quartz:etl/users
                  parameters: { stateful: true, trigger.repeatInterval: 200 }
                  steps:
                    - circuitBreaker:
                        inheritErrorHandler: true
                        resilience4jConfiguration:
                          circuitBreaker: usersBreaker
                          throwExceptionWhenHalfOpenOrOpenState: true
                        steps:
                          - to:
                              uri: etl:users
                              parameters:
                                query: "select id, name, updated_at, deleted_at from users"
                                sourceDataSource: "#source"
                                cursorColumns: updated_at,id
                                dataSource: "#target"
                                tables: users
                                table.users.versionColumn: updated_at
                                table.users.deletedColumn: deleted_at
                                pageSize: 100
                                consistencyDelay: 0
                                circuitBreaker: "#usersBreaker"
            """;

    enum Way {
        JAVA,
        TEMPLATE,
        BY_HAND;

        void declare(Users users) throws Exception {
            switch (this) {
                case JAVA -> users.add(new UsersRoutes(users));
                case TEMPLATE -> users.yaml(DeclarationsTest.TEMPLATE);
                case BY_HAND -> users.yaml(DeclarationsTest.BY_HAND);
            }
        }
    }

    /** The pipeline in Java. */
    static final class UsersRoutes extends EtlRouteBuilder {
        private final Users users;

        UsersRoutes(Users users) {
            this.users = users;
        }

        @Override
        public void configure() {
            pipeline("users", KeysetCursor.class)
                    .every(Duration.ofMillis(200))
                    .query(Users.QUERY, users.sourceData())
                    .cursorColumns("updated_at", "id")
                    .target(postgres(users.targetData())
                            .table("users", t -> t.version("updated_at").deletedWhen("deleted_at")))
                    .pageSize(100)
                    .consistencyDelay(Duration.ZERO)
                    .circuitBreaker(3, Duration.ofMinutes(5));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void each_way_gives_the_same_rows_state_and_reports(
            Way way, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        try (Users users = Users.created(source, target)) {
            source.execute(
                    "insert into users select i, 'user ' || i, '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 second',"
                            + " null from generate_series(1, 250) i");
            way.declare(users);
            users.start();

            assertReport(users.awaitRun(1), 3, 250);
            users.assertSynced();
            assertThat(users.camel.getRoute("users")).isNotNull();
            assertThat(target.<String>value("select cursor::text from etl_pipeline where name = 'users'"))
                    .contains("\"250\"");

            source.execute(
                    "update users set deleted_at = '2026-02-01T00:00:00Z', updated_at = '2026-02-01T00:00:00Z' where id <= 10");
            Awaitility.await().until(() -> users.reports().stream().anyMatch(run -> run.rows() == 10));

            users.assertSynced();
            assertThat(users.events()).isEmpty();
            assertThat(target.<Integer>value("select consecutive_failures from etl_pipeline"))
                    .isZero();
        }
    }

    @Test
    void the_three_tell_the_same_story_of_good_runs_bad_runs_and_refused_ones(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        Story inJava = story(Way.JAVA, source, target);

        assertThat(inJava.reports())
                .extracting(RunReport::outcome)
                .containsExactly(
                        RunOutcome.DRAINED,
                        RunOutcome.DRAINED,
                        RunOutcome.DRAINED,
                        RunOutcome.FAILED,
                        RunOutcome.FAILED,
                        RunOutcome.FAILED,
                        RunOutcome.OPEN);
        assertThat(inJava.reports()).extracting(RunReport::rows).containsExactly(250L, 15L, 0L, 100L, 0L, 0L, 0L);
        assertThat(inJava.events()).hasSize(2).last().asString().startsWith("BREAKER_OPENED");
        assertThat(inJava.rows()).hasSize(340);
        assertThat(inJava.state()).hasSize(1);
        assertThat(inJava.history())
                .as("without the run that found nothing to do")
                .hasSize(5);
        for (Way way : List.of(Way.TEMPLATE, Way.BY_HAND)) {
            Story other = story(way, source, target);
            assertThat(other.rows()).isEqualTo(inJava.rows());
            assertThat(other.state()).isEqualTo(inJava.state());
            assertThat(other.history()).isEqualTo(inJava.history());
            assertThat(other.reports()).isEqualTo(inJava.reports());
            assertThat(other.events()).isEqualTo(inJava.events());
        }
    }

    private static Story story(Way way, TestDatabase source, TestDatabase target) throws Exception {
        Story.Recorder recorder = new Story.Recorder();
        try (Users users = Users.created(source, target).bind("recorder", recorder)) {
            source.execute("insert into users select i, 'user ' || i, '2026-01-01T00:00:00Z', null"
                    + " from generate_series(1, 250) i");
            way.declare(users);
            AdviceWith.adviceWith(users.camel, "users", route -> route.replaceFromWith("direct:users"));
            users.start();
            run(users, 1);

            source.execute("update users set updated_at = '2026-02-01T00:00:00Z', name = 'new', deleted_at = case"
                    + " when id <= 10 then updated_at end where id <= 15");
            run(users, 2);

            target.execute("alter table users add constraint good check (name <> 'bad')");
            source.execute("insert into users select i, case when i = 380 then 'bad' else 'good' end,"
                    + " '2026-03-01T00:00:00Z', null from generate_series(251, 400) i");
            run(users, 4);
        }
        Story story = recorder.of(target);
        source.execute("drop table users");
        target.execute("drop table users, etl_pipeline, etl_run, etl_skipped_page, etl_rejected_record");
        return story;
    }

    private static void run(Users users, int times) {
        for (int i = 0; i < times; i++) {
            users.camel.createProducerTemplate().sendBody("direct:users", null);
        }
    }

    private static void assertReport(RunReport report, int pages, int rows) {
        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(report.pages()).isEqualTo(pages);
        assertThat(report.rows()).isEqualTo(rows);
        assertThat(report.tables()).isEqualTo(Map.of("users", new TableCounts(rows, rows, 0, 0, 0)));
    }
}
