package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's table of customers, by each kind of source and commit. */
@Tag("slow")
class CustomersTest extends Shop {
    @BeforeEach
    void rows() {
        insertCustomers(1500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customers.yaml", "customers-by-endpoint.yaml", "customers-by-bean.yaml"})
    void arrive_changed_and_deleted(String routes) throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse).load(routes).start()) {
            RunReport first = docs.run("customers");
            assertThat(first.outcome()).isEqualTo(RunOutcome.DRAINED);
            assertThat(first.pages()).isEqualTo(2);
            assertThat(first.tables()).containsEntry("customers", new TableCounts(1500, 1500, 0, 0, 0));

            legacy.execute(
                    "update customers set name = 'new name', updated_at = now() - interval '1 minute' where id = 7",
                    "update customers set deleted_at = now(), updated_at = now() - interval '1 minute' where id = 8");

            assertThat(docs.run("customers").tables()).containsEntry("customers", new TableCounts(2, 0, 1, 1, 0));
            assertSame();
        }
    }

    @Test
    void arrive_in_ranges() throws Exception {
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("first-load.yaml").start()) {
            RunReport first = docs.run("customers");
            assertThat(first.outcome()).isEqualTo(RunOutcome.DRAINED);
            assertThat(first.pages()).isBetween(3, 4);
            assertSame();
        }
    }

    @Test
    void arrive_by_the_timer_of_the_route() throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse).load("customers.yaml")) {
            docs.camel().start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> warehouse.count("customers") == 1500);
        }
        assertSame();
    }

    @Test
    void arrive_through_a_camel_context_without_routes() throws Exception {
        RunReport report = Embedded.sync(legacy.dataSource(), warehouse.dataSource());

        assertThat(report.rows()).isEqualTo(1500);
        assertSame();
    }

    @Test
    void arrive_by_the_steps_of_a_route_of_ones_own() throws Exception {
        CustomerApi api = new CustomerApi(new CustomerSource(legacy.dataSource()));
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .bind("customerApi", api)
                .load("own-steps.yaml")
                .start()) {
            docs.send("direct:customers", null, Map.of(), Object.class);
            assertThat(warehouse.count("customers")).isEqualTo(1500);

            legacy.execute(
                    "update customers set name = 'new name', updated_at = now() - interval '1 minute' where id = 7");
            docs.send("direct:customers", null, Map.of(), Object.class);
            assertThat(warehouse.<String>value("select name from customers where id = 7"))
                    .isEqualTo("new name");
        }
    }

    @Test
    void go_through_unlogged_staging_that_a_hook_creates_and_a_failure_leaves() throws Exception {
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("staging.yaml").start()) {
            docs.run("customers");
            assertSame();
            assertThat(leftover()).isEmpty();

            warehouse.execute("alter table customers add check (name <> 'bad')");
            legacy.execute("update customers set name = 'bad', updated_at = now() - interval '1 minute' where id = 7");
            assertThatThrownBy(() -> docs.run("customers")).isInstanceOf(EtlException.class);
            assertThat(leftover()).hasSize(1).first().asString().contains("kept after a failed load");

            legacy.execute("update customers set name = 'good', updated_at = now() - interval '1 minute' where id = 7");
            docs.run("customers");
            assertThat(leftover()).isEmpty();
        }
    }

    @Test
    void tell_a_listener_how_far_behind_they_are() throws Exception {
        LagListener listener = new LagListener();
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .bind("lags", listener)
                .load("customers.yaml")
                .start()) {
            docs.run("customers");
        }
        assertThat(listener.lags().get("customers")).isBetween(Duration.ofSeconds(9), Duration.ofMinutes(2));
    }

    @Test
    void arrive_in_a_test_without_the_timer() throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse).load("customers.yaml")) {
            CamelContext camel = docs.camel();
            // tag::advice[]
            AdviceWith.adviceWith(camel, "customers", route -> route.replaceFromWith("direct:customers"));
            camel.start();
            RunReport report = camel.createProducerTemplate().requestBody("direct:customers", null, RunReport.class);
            assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
            // end::advice[]
        }
        assertSame();
    }

    private List<Map<String, Object>> leftover() throws Exception {
        return warehouse.query(Snippets.resource("sql/leftover.sql"));
    }

    private void assertSame() {
        assertThat(warehouse.query("select id, name, email, updated_at from customers order by id"))
                .isEqualTo(legacy.query(
                        "select id, name, email, updated_at from customers where deleted_at is null order by id"));
    }
}
