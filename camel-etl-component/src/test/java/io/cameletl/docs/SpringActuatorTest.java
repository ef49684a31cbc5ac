package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.camel.component.EtlComponent;
import io.cameletl.docs.sync.SyncApplication;
import io.cameletl.springboot.support.WithoutSecurity;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application of properties only, as it is printed, and what its actuator says. Only where its database is, how often
 * it runs, and the patience of its breaker are the test's; and that it has no Spring Security, which is on the class path.
 */
@WithPostgres
@Tag("slow")
class SpringActuatorTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private TestDatabase warehouse;
    private ConfigurableApplicationContext spring;

    @BeforeEach
    void start(@TargetDb TestDatabase database) throws Exception {
        warehouse = database;
        warehouse.execute("create schema shop; set search_path to shop; " + Snippets.resource("sql/legacy.sql"));
        warehouse.execute("reset search_path; create schema etl_state; " + Snippets.resource("sql/warehouse.sql"));
        warehouse.execute("insert into shop.customers values (1, 'Ada', null, now() - interval '1 minute')");
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("spring-sync.properties")));
        properties.setProperty("spring.datasource.url", database.url());
        properties.setProperty("spring.datasource.username", database.user());
        properties.setProperty("spring.datasource.password", database.password());
        properties.setProperty("camel.route-template.config[0].every", "1s");
        properties.setProperty("camel.route-template.config[0].failure-threshold", "1");
        properties.setProperty("camel.route-template.config[0].cooldown", "1s");
        properties.setProperty("camel.component.etl.consistency-delay", "0");
        properties.setProperty("management.endpoint.health.probes.enabled", "true");
        properties.setProperty("server.port", "0");
        properties.setProperty("spring.autoconfigure.exclude", WithoutSecurity.EXCLUDE);
        spring = new SpringApplicationBuilder(SyncApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .run();
    }

    @AfterEach
    void stop() {
        spring.close();
    }

    private String get(String path) throws IOException, InterruptedException {
        String port = spring.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/" + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private String health() throws IOException, InterruptedException {
        JsonNode health = new ObjectMapper().readTree(get("health"));
        return health.at("/components/camelHealth/status").asText();
    }

    @Test
    void the_pipeline_runs_its_health_goes_down_and_up_and_its_meters_are_scraped() throws Exception {
        Awaitility.await().until(() -> warehouse.count("customers") == 1);
        assertThat(spring.getBean(CamelContext.class)
                        .getComponent("etl", EtlComponent.class)
                        .getConfiguration()
                        .getPageSize())
                .isEqualTo(5_000);
        Awaitility.await().until(() -> health().equals("UP"));

        warehouse.execute("alter table customers rename to away");
        warehouse.execute("insert into shop.customers values (2, 'Bob', null, now())");
        Awaitility.await().until(() -> health().equals("DOWN"));
        assertThat(get("health")).contains("etl:customers", "lastError");
        assertThat(get("health/readiness")).contains("\"status\":\"UP\"");

        warehouse.execute("alter table away rename to customers");
        Awaitility.await().until(() -> health().equals("UP"));
        assertThat(get("prometheus"))
                .contains(
                        "camel_etl_rows_total{operation=\"inserted\",pipeline=\"customers\",table=\"customers\"}",
                        "camel_etl_runs_total{outcome=\"failed\",pipeline=\"customers\"}",
                        "camel_etl_breaker_open{pipeline=\"customers\"} 0.0");
    }
}
