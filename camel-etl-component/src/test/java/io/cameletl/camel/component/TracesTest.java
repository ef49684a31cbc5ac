package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs and pages are spans below the route's, as Camel makes them. */
@WithEtl
class TracesTest {
    private static final String ENDPOINTS = "dataSource=#target&tables=t&cursorColumns=updated_at,id"
            + "&consistencyDelay=0&pageSize=2&maximumRedeliveries=0";
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#source&" + ENDPOINTS;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute(
                "create table t (id int primary key, updated_at timestamptz not null default clock_timestamp())");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        etl.bind("tracer", provider.get("test"));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    /** Camel's own spans, from now on. */
    private void traced() {
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.init(etl.camel());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_run_is_a_child_of_the_route_s_span_and_pages_are_children_of_the_run(int prefetch) throws Exception {
        traced();
        etl.route("t", OPTIONS + "&prefetch=" + prefetch);
        source.execute("insert into t select generate_series(1, 3)");

        etl.run("t");

        SpanData run = only("etl run");
        assertThat(run.getParentSpanId()).isEqualTo(only("etl").getSpanId());
        assertThat(run.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("camel.etl.pipeline"), "t")
                .containsEntry(AttributeKey.longKey("camel.etl.run"), 1L)
                .containsEntry(AttributeKey.longKey("camel.etl.pages"), 2L)
                .containsEntry(AttributeKey.longKey("camel.etl.rows"), 3L)
                .containsEntry(AttributeKey.stringKey("camel.etl.outcome"), "drained");
        assertThat(events(run)).containsExactly("claim", "clock", "finish", "finish", "finish");
        List<SpanData> pages = spans("etl page");
        assertThat(pages).hasSize(2).allSatisfy(page -> {
            assertThat(page.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(page.getTraceId()).isEqualTo(run.getTraceId());
            assertThat(page.getStartEpochNanos()).isGreaterThan(run.getStartEpochNanos());
            assertThat(page.getEndEpochNanos()).isBetween(page.getStartEpochNanos(), run.getEndEpochNanos());
            assertThat(events(page)).containsExactly("extract", "transform", "stage", "merge", "commit");
            assertThat(page.getEvents())
                    .isSortedAccordingTo(Comparator.comparing(EventData::getEpochNanos))
                    .allSatisfy(event -> assertThat(event.getEpochNanos())
                            .isBetween(page.getStartEpochNanos(), page.getEndEpochNanos()));
        });
        assertThat(pages.stream()
                        .map(page -> page.getAttributes().get(AttributeKey.longKey("camel.etl.rows")))
                        .toList())
                .containsExactly(2L, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void what_the_source_s_endpoint_does_is_below_the_run_also_on_another_thread(int prefetch) throws Exception {
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows").routeId("rows").setBody(constant(List.of()));
            }
        });
        traced();
        etl.route("t", "source=direct:rows&" + ENDPOINTS + "&prefetch=" + prefetch);

        etl.run("t");

        SpanData run = only("etl run");
        assertThat(spans.getFinishedSpanItems().stream()
                        .filter(span -> span.getParentSpanId().equals(run.getSpanId()))
                        .map(SpanData::getName)
                        .collect(Collectors.toSet()))
                .as("%s", spans.getFinishedSpanItems())
                .contains("rows");
        assertThat(spans.getFinishedSpanItems())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(run.getTraceId()));
    }

    @Test
    void a_run_that_fails_is_an_error_and_says_why() throws Exception {
        traced();
        etl.route("t", OPTIONS);
        target.execute("alter table t rename to gone");
        source.execute("insert into t values (1)");

        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);

        SpanData run = only("etl run");
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(run.getStatus().getDescription()).contains("no table");
        assertThat(run.getAttributes().get(AttributeKey.stringKey("camel.etl.outcome")))
                .isEqualTo("failed");
        assertThat(events(run)).contains("exception");
        assertThat(spans("etl page")).isEmpty();
    }

    @Test
    void without_camel_s_spans_a_run_is_a_root_by_the_registry_s_tracer() throws Exception {
        etl.route("t", OPTIONS);
        etl.run("t");
        assertThat(only("etl run").getParentSpanContext().isValid()).isFalse();
        assertThat(etl.camel().getRegistry().findByType(Tracer.class)).hasSize(1);
    }

    private SpanData only(String name) {
        assertThat(spans(name)).as("%s", spans.getFinishedSpanItems()).hasSize(1);
        return spans(name).get(0);
    }

    private List<SpanData> spans(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static List<String> events(SpanData span) {
        return span.getEvents().stream().map(EventData::getName).toList();
    }
}
