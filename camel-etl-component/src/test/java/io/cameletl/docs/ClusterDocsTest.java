package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.cameletl.support.TestDatabase;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Scheduler;

/** What the documentation shows of schedules that several nodes share. */
@Timeout(120)
class ClusterDocsTest extends Shop {
    @BeforeEach
    void tables() throws Exception {
        insertCustomers(1);
        try (InputStream script =
                Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            warehouse.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "cluster.yaml"})
    void a_schedule_is_stored_can_be_looked_at_and_taken_out(String routes) throws Exception {
        Main main = new Main();
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("cluster.properties")));
        database(properties, "legacy", legacy);
        database(properties, "warehouse", warehouse);
        main.setOverrideProperties(properties);
        main.configure()
                .withRoutesIncludePattern(
                        "classpath:docs/databases.yaml,classpath:docs/alerts.yaml,classpath:docs/" + routes);
        main.start();
        try {
            Awaitility.await().until(() -> warehouse.count("customers") == 1);
        } finally {
            main.stop();
        }

        List<Map<String, Object>> schedules = warehouse.query(Snippets.resource("sql/schedules.sql"));
        // A stop that meets a run leaves a tick for another node, too.
        assertThat(schedules)
                .filteredOn("trigger_name", "customers")
                .singleElement(MAP)
                .containsEntry("running_on", null)
                .doesNotContainEntry("next_tick", null)
                .doesNotContainEntry("last_tick", null);

        warehouse.execute(Snippets.resource("sql/unschedule.sql"));
        for (String table : List.of("triggers", "cron_triggers", "simple_triggers", "job_details")) {
            assertThat(warehouse.count("qrtz_" + table)).as(table).isZero();
        }
    }

    private static void database(Properties properties, String name, TestDatabase database) {
        properties.setProperty(name + ".url", database.url());
        properties.setProperty(name + ".user", database.user());
        properties.setProperty(name + ".password", database.password());
    }
}
