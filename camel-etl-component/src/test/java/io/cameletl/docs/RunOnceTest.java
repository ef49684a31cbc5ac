package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import java.io.StringReader;
import java.util.Properties;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the documentation shows of a process that is started for each run. */
@Timeout(60)
class RunOnceTest extends Shop {
    @Test
    void a_process_ends_by_itself_after_its_run_whether_it_went_well_or_not() throws Exception {
        insertCustomers(3);
        run("once.yaml");
        assertThat(warehouse.count("customers")).isEqualTo(3);

        legacy.execute(
                "update customers set name = 'too late for the table', updated_at = now() - interval '1 minute'");
        warehouse.execute("alter table customers add check (name not like 'too%')");
        run("once.yaml");
        assertThat(warehouse.query("select consecutive_failures from etl_pipeline"))
                .singleElement()
                .hasToString("{consecutive_failures=1}");
    }

    /** Returns when the process would end. */
    private void run(String routes) throws Exception {
        Main main = new Main();
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("once.properties")));
        database(properties, "legacy", legacy);
        database(properties, "warehouse", warehouse);
        main.setOverrideProperties(properties);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withRoutesIncludePattern("classpath:docs/databases.yaml,classpath:docs/" + routes);
        main.run();
    }

    private static void database(Properties properties, String name, TestDatabase database) {
        properties.setProperty(name + ".url", database.url());
        properties.setProperty(name + ".user", database.user());
        properties.setProperty(name + ".password", database.password());
    }
}
