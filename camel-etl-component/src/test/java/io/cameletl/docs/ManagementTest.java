package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.support.FreePort;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health, meters and Camel's console over HTTP, with camel-main and the documented properties. */
@WithPostgres
class ManagementTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Main main = new Main();
    private int port;

    @BeforeEach
    void started(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute(
                "create table t (id int primary key, updated_at timestamptz not null default now())",
                "insert into t values (1)");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        port = FreePort.pick();
        Properties properties = new Properties();
        properties.load(new StringReader(Snippets.resource("management.properties")));
        properties.setProperty("camel.management.port", String.valueOf(port));
        main.bind("source", source.dataSource());
        main.bind("target", target.dataSource());
        properties.forEach((name, value) -> main.addInitialProperty((String) name, (String) value));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:t")
                        .to("etl:t?query=RAW(select * from t)&sourceDataSource=#source&dataSource=#target"
                                + "&cursorColumns=updated_at,id&tables=t&consistencyDelay=0&maximumRedeliveries=0");
            }
        });
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void health_meters_and_console_are_there_by_the_documented_properties(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        ProducerTemplate template = main.getCamelContext().createProducerTemplate();
        template.sendBody("direct:t", null);

        assertThat(get("/observe/health").body()).contains("{\"name\":\"etl:t\",\"status\":\"UP\"");
        assertThat(get("/observe/health?data=true").body()).contains("lagSeconds", "rejected");
        assertThat(get("/observe/metrics").body())
                .contains("camel_etl_pages_total{", "camel_etl_page_duration_seconds_count{");
        assertThat(get("/q/dev/etl").body()).contains("pipeline: t");
        assertThat(get("/q/dev/etl?pipeline=t").body()).contains("statusAt").doesNotContain("updated_at");

        source.execute("insert into t values (2)");
        target.execute("alter table t rename to gone");
        for (int run = 0; run < 3; run++) {
            assertThatThrownBy(() -> template.sendBody("direct:t", null)).hasStackTraceContaining("no table");
        }
        HttpResponse<String> down = get("/observe/health/ready");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("3 runs in a row failed");
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
