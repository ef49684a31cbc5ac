package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.EtlConstants;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide shows of failures, and of pipelines that are declared. */
class FailuresTest extends Shop {
    @BeforeEach
    void rows() {
        insertCustomers(10);
    }

    private DocsContext docs(String routes) throws Exception {
        DocsContext docs = new DocsContext(legacy, warehouse).load("alerts.yaml");
        if (routes == null) {
            docs.camel().addRoutes(new CustomerRoutes(legacy.dataSource(), warehouse.dataSource()));
        } else {
            docs.load(routes);
        }
        AdviceWith.adviceWith(
                docs.camel(), "alerts", route -> route.weaveAddLast().to("mock:alerts"));
        return docs.start();
    }

    private static List<EtlEvent.Kind> alerts(DocsContext docs) {
        return docs.camel().getEndpoint("mock:alerts", MockEndpoint.class).getExchanges().stream()
                .map(alert -> alert.getMessage().getBody(EtlEvent.class).kind())
                .toList();
    }

    @Test
    void a_bad_record_is_set_aside_and_replayed() throws Exception {
        warehouse.execute("alter table customers add constraint no_seven check (id <> 7)");
        try (DocsContext docs = docs("failures.yaml")) {
            docs.run("customers");
            assertThat(warehouse.count("customers")).isEqualTo(9);
            assertThat(alerts(docs)).containsExactly(EtlEvent.Kind.RECORDS_REJECTED);
            assertThat(warehouse.query(Snippets.resource("sql/rejected.sql")))
                    .hasSize(1)
                    .first()
                    .satisfies(bad -> assertThat(bad)
                            .containsEntry("target_table", "customers")
                            .containsEntry("sql_state", "23514"));

            warehouse.execute("alter table customers drop constraint no_seven");
            docs.run("customers-replay");

            assertThat(warehouse.count("customers")).isEqualTo(10);
            assertThat(warehouse.query(Snippets.resource("sql/rejected.sql"))).isEmpty();
        }
    }

    @Test
    void a_page_is_skipped_and_replayed() throws Exception {
        try (DocsContext docs = docs("failures.yaml")) {
            warehouse.execute("alter table customers rename column email to mail");
            assertThat(docs.run("customers").outcome()).isEqualTo(RunOutcome.DRAINED);
            assertThat(alerts(docs)).containsExactly(EtlEvent.Kind.PAGE_SKIPPED);
            List<Map<String, Object>> skipped = warehouse.query(Snippets.resource("sql/skipped.sql"));
            assertThat(skipped).hasSize(1).first().satisfies(page -> assertThat(page)
                    .containsEntry("rows", 10));

            warehouse.execute("alter table customers rename column mail to email");
            docs.send(
                    "direct:customers-replay",
                    null,
                    Map.of(EtlConstants.SKIPPED_PAGES, skipped.get(0).get("id")),
                    RunReport.class);

            assertThat(warehouse.count("customers")).isEqualTo(10);
            assertThat(warehouse.query(Snippets.resource("sql/skipped.sql"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "breaker.yaml", "CustomerRoutes"})
    void failed_runs_open_the_circuit_breaker(String routes) throws Exception {
        try (DocsContext docs = docs(routes.endsWith(".yaml") ? routes : null)) {
            assertThat(docs.run("customers").rows()).isEqualTo(10);

            warehouse.execute("alter table customers rename to moved");
            legacy.execute("update customers set updated_at = now() - interval '1 minute' where id = 7");
            for (int i = 0; i < 3; i++) {
                docs.run("customers");
            }
            assertThat(alerts(docs)).containsExactly(EtlEvent.Kind.RUN_FAILED, EtlEvent.Kind.BREAKER_OPENED);
            assertThat(docs.run("customers").outcome()).isEqualTo(RunOutcome.OPEN);
        }
    }
}
