package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.testing.SourceDb;
import io.cameletl.testing.TargetDb;
import io.cameletl.testing.TestDatabase;
import io.cameletl.testing.WithPostgres;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the page on operations, as it is printed: only where its databases are is the test's. */
@WithPostgres
class SpringBootTest {
    private TestDatabase legacy;
    private TestDatabase warehouse;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        legacy = from;
        warehouse = to;
        legacy.execute(
                Snippets.resource("sql/legacy.sql"),
                "insert into customers values (1, 'ann', null, now() - interval '1 hour')");
        warehouse.execute(Snippets.resource("sql/warehouse.sql"));
    }

    @Test
    void the_application_runs_its_pipeline() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("spring.properties")));
        locate(properties, "legacy", legacy);
        locate(properties, "warehouse", warehouse);

        try (ConfigurableApplicationContext spring = new SpringApplicationBuilder(ShopApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .run()) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> warehouse.count("customers") == 1);
            assertThat(spring.getBean(CamelContext.class).getRoute("customers")).isNotNull();
        }
    }

    private static void locate(Properties properties, String name, TestDatabase database) {
        properties.setProperty(name + ".url", database.url());
        properties.setProperty(name + ".username", database.user());
        properties.setProperty(name + ".password", database.password());
    }
}
