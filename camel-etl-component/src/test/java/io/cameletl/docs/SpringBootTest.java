package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the page on operations, as it is printed: only where its databases are is the test's. */
class SpringBootTest extends Shop {
    @BeforeEach
    void rows() {
        insertCustomers(1);
    }

    @Test
    void the_application_runs_its_pipeline() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("spring.properties")));
        locate(properties, "legacy", legacy);
        locate(properties, "warehouse", warehouse);

        try (ConfigurableApplicationContext spring = new SpringApplicationBuilder(ShopApplication.class)
                .web(WebApplicationType.NONE)
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
