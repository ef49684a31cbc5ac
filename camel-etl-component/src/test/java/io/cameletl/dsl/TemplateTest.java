package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.ExtractResponse;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The template is there in every context, and takes what any template takes. */
@WithPostgres
@Timeout(60)
class TemplateTest {
    private static final String YAML =
            """
            - templatedRoute:
                routeTemplateRef: etl-pipeline
                routeId: sync-users
                parameters:
                  - { name: pipeline, value: "{{name}}" }
                  - { name: every, value: "{{interval}}" }
                  - { name: source, value: "#empty" }
                  - { name: data-source, value: "#target" }
                  - { name: page-size, value: "{{size}}" }
                  - { name: tables, value: users }
            """;

    private final Source<TimestampCursor> empty = request -> {
        assertThat(request.pageSize()).isEqualTo(7);
        return ExtractResponse.drained();
    };

    @Test
    void camel_main_has_it_and_placeholders_and_either_spelling_work(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target, @TempDir Path directory) throws Exception {
        Path routes = Files.writeString(directory.resolve("users.yaml"), YAML);
        Main main = new Main();
        try (Users users = Users.created(source, target)) {
            main.bind("listener", users);
            main.bind("target", target.dataSource());
            main.bind("empty", empty);
            main.addInitialProperty("name", "users");
            main.addInitialProperty("interval", "50ms");
            main.addInitialProperty("size", "7");
            main.configure().withRoutesIncludePattern("file:" + routes);
            main.start();

            users.awaitReports(RunOutcome.DRAINED, 2);

            assertThat(users.events()).isEmpty();
            assertThat(main.getCamelContext().getRoute("sync-users")).isNotNull();
        } finally {
            main.stop();
        }
    }

    @Test
    void a_started_context_takes_routes_of_it_with_beans_as_parameters(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        try (Users users = Users.created(source, target)) {
            users.start();

            String id = TemplatedRouteBuilder.builder(users.camel, "etl-pipeline")
                    .parameters(Map.of("pipeline", "users", "every", "1h", "pageSize", 7, "tables", "users"))
                    .parameter("source", empty)
                    .parameter("dataSource", target.dataSource())
                    .add();

            assertThat(id).isEqualTo("users");
            assertThat(users.awaitRun(1).outcome()).isEqualTo(RunOutcome.DRAINED);
        }
    }

    @Test
    void commas_within_double_quotes_belong_to_the_name_of_a_table(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        target.execute("create table \"a,b\" (id int, code int unique)");
        Source<TimestampCursor> one = request -> new ExtractResponse<>(
                List.of(Map.of("id", 1, "code", 2)), new TimestampCursor(Instant.EPOCH, "1"), false);
        try (Users users = Users.created(source, target)) {
            users.start();

            TemplatedRouteBuilder.builder(users.camel, "etl-pipeline")
                    .parameters(Map.of("pipeline", "users", "every", "1h", "tables", "users, \"a,b\""))
                    .parameter("table.\"a,b\".keyColumns", "code")
                    .parameter("transform", (Transform) rows -> List.of(new TargetData("\"a,b\"", rows)))
                    .parameter("source", one)
                    .parameter("dataSource", target.dataSource())
                    .add();

            assertThat(users.awaitRun(1).outcome()).isEqualTo(RunOutcome.DRAINED);
            assertThat(target.<Integer>value("select code from \"a,b\"")).isEqualTo(2);
        }
    }

    @Test
    void as_a_kamelet_it_is_refused_with_what_to_write_instead(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        try (Users users = Users.created(source, target)) {
            users.add(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kamelet:etl-pipeline?pipeline=users&every=1h").to("mock:reports");
                }
            });

            assertThatThrownBy(users::start).rootCause().hasMessageContaining("write templatedRoute");
        }
    }
}
