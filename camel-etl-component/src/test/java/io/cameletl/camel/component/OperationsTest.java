package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.PageReport;
import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class OperationsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void table(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        target.execute("create table orders (id bigint primary key, amount numeric)");
        etl = new EtlContext(source, target)
                .route("orders", "operation=load&tables=orders&dataSource=#target&allowOperationHeader=true");
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @Test
    void next_tells_what_to_read_and_load_commits_it_with_its_cursor() {
        ExtractRequest<?> first = operation("next", null, Map.of(), ExtractRequest.class);

        PageReport page = operation(
                "load",
                List.of(Map.of("id", 1, "amount", 5), Map.of("id", 2, "amount", 7)),
                Map.of(EtlConstants.END_CURSOR, new TimestampCursor(NOON, "2"), EtlConstants.HAS_NEXT_PAGE, true),
                PageReport.class);
        ExtractRequest<?> second = operation("next", null, Map.of(), ExtractRequest.class);

        assertThat(first.after()).isEqualTo(TimestampCursor.BEGINNING);
        assertThat(first.pageSize()).isEqualTo(1_000);
        assertThat(page.tables().get("orders").inserted()).isEqualTo(2);
        assertThat(second.after()).isEqualTo(new TimestampCursor(NOON, "2"));
        assertThat(second.beforeAt()).isEqualTo(first.beforeAt());
        assertThat(target.count("orders")).isEqualTo(2);
    }

    @Test
    void next_sets_the_headers_that_a_source_binds_to() {
        operation("seek", new TimestampCursor(NOON, "7"), Map.of(), PipelineStatus.class);

        Exchange answer = etl.camel()
                .createProducerTemplate()
                .request("direct:orders", exchange -> exchange.getMessage()
                        .setHeader(EtlConstants.OPERATION, EtlOperation.NEXT));

        assertThat(answer.getMessage().getHeaders())
                .containsEntry(EtlConstants.AFTER_AT, NOON.atOffset(java.time.ZoneOffset.UTC))
                .containsEntry(EtlConstants.AFTER_ID, "7")
                .containsEntry(EtlConstants.LIMIT, 1_001)
                .containsEntry(EtlConstants.PIPELINE, "orders")
                .containsKeys(EtlConstants.FROM_AT, EtlConstants.BEFORE_AT, EtlConstants.VERSION);
    }

    @Test
    void a_load_of_a_page_that_another_has_overtaken_is_refused_and_writes_nothing() {
        Exchange next = etl.camel().createProducerTemplate().request("direct:orders", exchange -> exchange.getMessage()
                .setHeader(EtlConstants.OPERATION, "next"));
        Map<String, Object> headers = Map.of(
                EtlConstants.VERSION,
                next.getMessage().getHeader(EtlConstants.VERSION),
                EtlConstants.END_CURSOR,
                "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"1\"}");
        operation("load", List.of(Map.of("id", 1, "amount", 5)), headers, PageReport.class);

        assertThatThrownBy(() -> operation("load", List.of(Map.of("id", 2, "amount", 5)), headers, PageReport.class))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("pipeline \"orders\"");
        assertThat(target.count("orders")).isEqualTo(1);
    }

    @Test
    void a_load_without_a_cursor_is_refused_and_writes_nothing() {
        assertThatThrownBy(() -> operation("load", List.of(Map.of("id", 1, "amount", 5)), Map.of(), PageReport.class))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("end cursor");
        assertThat(target.count("orders")).isZero();
    }

    @Test
    void status_tells_where_the_pipeline_stands() {
        operation(
                "load",
                Map.of("id", 1, "amount", 5),
                Map.of(EtlConstants.END_CURSOR, new TimestampCursor(NOON, "1")),
                PageReport.class);

        PipelineStatus status = operation("status", null, Map.of(), PipelineStatus.class);

        assertThat(status.pipeline()).isEqualTo("orders");
        assertThat(status.position().cursor().json()).contains("2026-01-01T12:00:00Z");
        assertThat(status.leaseOwner()).isNull();
        assertThat(status.paused()).isFalse();
    }

    @Test
    void seek_sets_the_cursor_and_is_remembered_in_the_history() {
        PipelineStatus status =
                operation("seek", "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"9\"}", Map.of(), PipelineStatus.class);

        assertThat(status.position().cursor().json()).contains("\"9\"");
        assertThat(status.lastRuns())
                .extracting(PipelineStatus.HistoryEntry::outcome)
                .containsExactly("SEEK");
    }

    @Test
    void a_seek_without_a_cursor_says_what_it_needs() {
        assertThatThrownBy(() -> operation("seek", null, Map.of(), PipelineStatus.class))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("io.cameletl.TimestampCursor")
                .hasMessageContaining("CamelEtlEndCursor");
    }

    @Test
    void an_unknown_operation_is_refused_with_the_valid_ones() {
        assertThatThrownBy(() -> operation("rnu", null, Map.of(), RunReport.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "CamelEtlOperation=rnu is none of [run, next, load, status, seek, replay, pause, resume, adopt,"
                                + " closeBreaker, verify, plan, reset, reload, reconcile]");
    }

    @Test
    void a_load_that_does_not_clearly_say_whether_a_page_follows_is_refused() {
        assertThatThrownBy(() -> operation(
                        "load",
                        List.of(Map.of("id", 1, "amount", 5)),
                        Map.of(
                                EtlConstants.END_CURSOR,
                                new TimestampCursor(NOON, "1"),
                                EtlConstants.HAS_NEXT_PAGE,
                                "perhaps"),
                        PageReport.class))
                .hasMessage("CamelEtlHasNextPage=perhaps is neither true nor false");
        assertThat(target.count("orders")).isZero();
    }

    @Test
    void running_a_pipeline_without_a_source_says_so() {
        assertThatThrownBy(() -> operation("run", null, Map.of(), RunReport.class))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("has no source");
    }

    private <T> T operation(String operation, Object body, Map<String, Object> headers, Class<T> answer) {
        Map<String, Object> all = new java.util.HashMap<>(headers);
        all.put(EtlConstants.OPERATION, operation);
        return etl.send("orders", body, all, answer);
    }
}
