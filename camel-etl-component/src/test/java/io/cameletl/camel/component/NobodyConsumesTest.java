package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.Warnings;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that nobody consumes is told of at the start, and holds up no run. */
@Tag("slow")
@WithEtl
class NobodyConsumesTest {
    private static final String QUERY = "query=RAW(select id from t)&sourceDataSource=#source&cursorColumns=id"
            + "&dataSource=#target&tables=t&maximumRedeliveries=0&consistencyDelay=0";

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;
    private final List<Object> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void tables(@SourceDb TestDatabase source) throws Exception {
        source.execute("create table t (id int primary key)", "insert into t values (1)");
        target.execute("create table t (id int primary key)");
    }

    private static RouteBuilder route(String from, Processor step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(from).process(step);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "notifier, &notifier=direct:nowhere",
        "notifier, &notifier=seda:nowhere",
        "transform, &transform=direct:nowhere",
        "transform, &transform=seda:nowhere",
    })
    void the_start_warns_with_pipeline_and_option(String option, String options) throws Exception {
        try (Warnings warnings = new Warnings()) {
            etl.route("t", QUERY + options);

            assertThat(warnings.all())
                    .singleElement()
                    .asString()
                    .startsWith("pipeline \"t\": option " + option + ": nobody consumes ")
                    .contains("nowhere. Add a route from ");
        }
    }

    @Test
    void a_context_that_starts_warns_when_all_its_routes_are_there() throws Exception {
        try (CamelContext context = new DefaultCamelContext();
                Warnings warnings = new Warnings()) {
            context.getRegistry().bind("source", target.dataSource());
            context.getRegistry().bind("target", target.dataSource());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one").to("etl:one?" + QUERY + "&notifier=direct:later");
                    from("direct:two").to("etl:two?" + QUERY + "&notifier=direct:nowhere");
                    from("direct:three").to("etl:three?" + QUERY + "&notifier=direct:stopped");
                    from("direct:stopped?timeout=5000").autoStartup(false).to("mock:x");
                    from("direct:later").to("mock:x");
                }
            });
            context.start();

            assertThat(warnings.all()).singleElement().asString().startsWith("pipeline \"two\": option notifier");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:nowhere", "seda:nowhere", "direct:nowhere?timeout=20000"})
    void a_notifier_that_nobody_hears_does_not_hold_up_a_run(String uri) throws Exception {
        etl.route("t", QUERY + "&notifier=RAW(" + uri + ")");
        target.execute("alter table t add constraint none check (id > 1)");
        Instant before = Instant.now();
        try (Warnings warnings = new Warnings()) {
            assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);

            assertThat(warnings.all()).anyMatch(line -> line.contains("the notifier failed; the event was"));
        }
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void a_notifier_whose_route_stands_still_does_not_hold_up_a_run_and_hears_again_later() throws Exception {
        etl.camel()
                .addRoutes(route(
                        "direct:alerts", alert -> told.add(alert.getMessage().getBody())));
        etl.route("t", QUERY + "&notifier=direct:alerts");
        target.execute("alter table t add constraint none check (id > 1)");
        etl.camel().getRouteController().stopRoute("direct:alerts");
        Instant before = Instant.now();

        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(told).isEmpty();
        etl.camel().getRouteController().startRoute("direct:alerts");
        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:shape", "seda:shape"})
    void a_transform_that_nobody_does_fails_the_run_at_once_until_its_route_is_there(String uri) throws Exception {
        etl.route("t", QUERY + "&transform=" + uri);
        Instant before = Instant.now();

        assertThatThrownBy(() -> etl.run("t"))
                .hasMessageContaining("pipeline \"t\": option transform: nobody consumes")
                .hasMessageContaining("shape");

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
        etl.camel().addRoutes(route(uri, page -> page.getMessage()
                .setBody(page.getMessage().getBody(List.class))));
        assertThat(etl.run("t").rows()).isEqualTo(1);
    }

    @Test
    void a_source_that_nobody_answers_fails_the_run_at_once_until_its_route_is_there() throws Exception {
        etl.route(
                "t",
                "source=direct:rows&cursorColumns=at,id&dataSource=#target&tables=t&omitColumns=at"
                        + "&maximumRedeliveries=0");

        assertThatThrownBy(() -> etl.run("t"))
                .hasMessageContaining("pipeline \"t\": option source: nobody consumes direct://rows");

        etl.camel().addRoutes(route("direct:rows", page -> page.getMessage()
                .setBody(List.of(Map.of("id", 7, "at", "2026-01-01T00:00:00Z")))));
        assertThat(etl.run("t").rows()).isEqualTo(1);
    }

    @Test
    void a_route_of_a_template_is_found_though_nobody_else_can_resolve_where_it_begins() throws Exception {
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("alerts")
                        .templateParameter("name")
                        .from("direct:{{name}}")
                        .process(alert -> told.add(alert.getMessage().getBody()));
            }
        });
        TemplatedRouteBuilder.builder(etl.camel(), "alerts")
                .parameter("name", "bells")
                .add();
        try (Warnings warnings = new Warnings()) {
            etl.route("t", QUERY + "&notifier=direct:bells");

            assertThat(warnings.all()).isEmpty();
        }
        target.execute("alter table t add constraint none check (id > 1)");
        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);
        assertThat(told).hasSize(1);
    }
}
