package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the cookbook and the page on troubleshooting say to do. */
@Tag("slow")
class CookbookTest extends Shop {
    private static final String START = "{\"updated_at\": \"0001-01-01 00:00:00+00\", \"id\": \"0\"}";

    @BeforeEach
    void rows() {
        insertCustomers(3);
    }

    private DocsContext docs(String... files) throws Exception {
        DocsContext docs = new DocsContext(legacy, warehouse);
        for (String file : files) {
            docs.load(file);
        }
        return docs.start();
    }

    private static DocsContext load(DocsContext docs, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(docs.camel()).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
        return docs;
    }

    @Test
    void a_column_that_is_added_is_filled_by_a_seek() throws Exception {
        try (DocsContext docs = docs("customers.yaml")) {
            docs.run("customers");
        }
        legacy.execute("alter table customers add phone text; update customers set phone = '12' || id");
        warehouse.execute("alter table customers add phone text");
        String more = Snippets.resource("customers.yaml").replace("name, email,", "name, email, phone,");
        try (DocsContext docs = load(new DocsContext(legacy, warehouse), more)
                .load("operations.yaml")
                .start()) {
            docs.send("direct:seek", START, Map.of(), PipelineStatus.class);

            assertThat(docs.run("customers").tables().get("customers").updated())
                    .isEqualTo(3);
        }
        assertThat(warehouse.count("customers where phone = '12' || id")).isEqualTo(3);
    }

    @Test
    void a_day_is_read_again_beside_the_pipeline() throws Exception {
        legacy.execute("update customers set updated_at = '2026-01-31 12:00:00+00' where id = 1");
        try (DocsContext docs = docs("customers.yaml", "backfill.yaml")) {
            docs.run("customers");
            String cursor = warehouse.value("select cursor::text from etl_state.etl_pipeline where name = 'customers'");
            warehouse.execute("delete from customers where id <> 3; update customers set name = 'wrong'");

            assertThat(docs.run("customers-backfill").rows()).isEqualTo(1);

            assertThat(warehouse.query("select id, name from customers order by id"))
                    .extracting(row -> row.get("name"))
                    .containsExactly("customer 1", "wrong");
            assertThat(warehouse.<String>value(
                            "select cursor::text from etl_state.etl_pipeline where name = 'customers'"))
                    .isEqualTo(cursor);
        }
    }

    @Test
    void a_pipeline_with_another_name_goes_on_where_it_was() throws Exception {
        try (DocsContext docs = docs("customers.yaml")) {
            docs.run("customers");
        }
        warehouse.execute(Snippets.resource("sql/rename.sql"));
        String renamed = Snippets.resource("customers.yaml")
                .replace("etl:customers", "etl:clients")
                .replace("etl/customers", "etl/clients");
        try (DocsContext docs =
                load(new DocsContext(legacy, warehouse), renamed).start()) {
            assertThat(docs.run("customers").rows()).isZero();
        }
        assertThat(warehouse.count("etl_state.etl_run where pipeline <> 'clients'"))
                .isZero();
    }

    @Test
    void what_is_kept_of_a_pipeline_is_renamed_and_forgotten_in_all_state_tables() throws Exception {
        try (DocsContext docs = docs("customers.yaml")) {
            docs.run("customers");
        }
        List<Map<String, Object>> tables =
                warehouse.query("select tablename from pg_tables where schemaname = 'etl_state'");

        assertThat(tables)
                .hasSizeGreaterThan(4)
                .extracting(row -> "etl_state." + row.get("tablename"))
                .allSatisfy(
                        table -> assertThat(Snippets.resource("sql/rename.sql")).contains("UPDATE " + table + " "))
                .allSatisfy(
                        table -> assertThat(Snippets.resource("sql/forget.sql")).contains("FROM " + table + " "));
    }

    @Test
    void a_pipeline_that_is_forgotten_starts_anew() throws Exception {
        try (DocsContext docs = docs("customers.yaml")) {
            docs.run("customers");
        }
        warehouse.execute(Snippets.resource("sql/forget.sql"));
        assertThat(warehouse.count("etl_state.etl_run")).isZero();
        try (DocsContext docs = docs("customers.yaml")) {
            assertThat(docs.run("customers").rows()).isEqualTo(3);
        }
    }

    @Test
    void a_join_finds_what_changed_on_either_side() throws Exception {
        legacy.execute("create table invoices (id bigint primary key, customer_id bigint not null references customers,"
                + " total numeric not null, updated_at timestamptz not null)");
        legacy.execute("insert into invoices select i, i % 3 + 1, i, now() - interval '2 days' from"
                + " generate_series(1, 9) i");
        warehouse.execute(
                "create table invoices (id bigint primary key, total numeric not null, customer text not null,"
                        + " updated_at timestamptz not null)");
        try (DocsContext docs = docs("invoices.yaml")) {
            assertThat(docs.run("invoices").rows()).isEqualTo(9);
            assertThat(docs.run("invoices").rows()).isZero();

            legacy.execute("update customers set name = 'Ada', updated_at = now() - interval '1 minute' where id = 1");
            legacy.execute("update invoices set total = 70, updated_at = now() - interval '1 minute' where id = 7");
            assertThat(docs.run("invoices").tables().get("invoices").updated()).isEqualTo(4);
        }
        String joined = " order by id";
        assertThat(warehouse.query("select id, total, customer from invoices" + joined))
                .isEqualTo(legacy.query("select i.id, i.total, c.name as customer from invoices i join customers c on"
                        + " c.id = i.customer_id" + joined));
    }

    @Test
    void sessions_and_who_blocks_them_are_seen() throws Exception {
        try (var blocker = warehouse.dataSource().getConnection();
                var statement = blocker.createStatement()) {
            statement.execute("set application_name = 'camel-etl customers'");
            List<Map<String, Object>> sessions = warehouse.query(Snippets.resource("sql/sessions.sql"));

            assertThat(sessions)
                    .filteredOn(session -> "camel-etl customers".equals(session.get("application_name")))
                    .isNotEmpty();
            statement.execute("reset application_name");
        }
    }

    @Test
    void a_target_that_is_away_when_the_application_starts_is_waited_for() throws Exception {
        String away = "jdbc:postgresql://localhost:1/warehouse";
        try (DocsContext docs = new DocsContext(legacy, warehouse)) {
            docs.camel().getPropertiesComponent().addInitialProperty("warehouse.url", away);
            docs.load("customers.yaml").start();
            assertThat(docs.camel()
                            .getRouteController()
                            .getRouteStatus("customers")
                            .isStarted())
                    .isTrue();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_kubernetes_is_told_is_what_the_application_asks_for() throws Exception {
        Map<String, Object> deployment = (Map<String, Object>)
                new Load(LoadSettings.builder().build()).loadFromString(Snippets.resource("kubernetes.yaml"));
        Map<String, Object> pod = at(at(at(deployment, "spec"), "template"), "spec");
        Map<String, Object> container = ((List<Map<String, Object>>) pod.get("containers")).get(0);
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("spring-sync.properties")));
        TreeSet<String> known = new TreeSet<>();
        properties.forEach((name, value) -> {
            known.add(name.toString().replace('.', '_').toUpperCase(Locale.ROOT));
            known.add(value.toString().replaceAll("[${}]", ""));
        });

        assertThat((List<Map<String, Object>>) container.get("env"))
                .extracting(variable -> variable.get("name"))
                .isSubsetOf(known.toArray());
        assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThan(45);
        assertThat(Files.readString(Snippets.root().resolve("camel-etl-routes-example/Dockerfile")))
                .contains("USER 65532:65532");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.get(key);
    }
}
