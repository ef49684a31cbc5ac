package io.cameletl.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.camel.component.EtlComponent;
import io.cameletl.dsl.EtlRouteBuilder;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The jar in a Spring Boot application whose only data source is the target. */
@WithPostgres
@Timeout(120)
@Tag("slow")
class SpringBootTest {
    private TestDatabase target;

    @BeforeEach
    void table(@TargetDb TestDatabase to) {
        target = to;
        target.execute("create table numbers (id int primary key)");
    }

    @EnableAutoConfiguration
    @Configuration
    static class Application {
        @Bean
        BasicDataSource warehouse(
                @Value("${url}") String url, @Value("${user}") String user, @Value("${password}") String password) {
            BasicDataSource pool = new BasicDataSource();
            pool.setUrl(url);
            pool.setUsername(user);
            pool.setPassword(password);
            return pool;
        }

        /** Counts on for ever, or to 3. */
        @Bean
        Source<Integer> numbers(@Value("${endless}") boolean endless) {
            return request -> {
                int next = request.after() == null ? 1 : request.after() + 1;
                return endless || next <= 3
                        ? new ExtractResponse<>(List.of(Map.of("id", next)), next, endless || next < 3)
                        : ExtractResponse.drained();
            };
        }

        @Bean
        Heard heard() {
            return new Heard();
        }
    }

    static final class Heard implements PipelineListener {
        final Queue<RunReport> runs = new ConcurrentLinkedQueue<>();
        final CountDownLatch thirdPage = new CountDownLatch(3);

        @Override
        public void pageCommitted(PageReport page) {
            thirdPage.countDown();
        }

        @Override
        public void runEnded(RunEnd end) {
            runs.add(end.run());
        }

        void awaitRun() {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !runs.isEmpty());
        }
    }

    @Component
    static final class Routes extends EtlRouteBuilder {
        private final DataSource warehouse;
        private final Source<Integer> numbers;

        Routes(DataSource warehouse, Source<Integer> numbers) {
            this.warehouse = warehouse;
            this.numbers = numbers;
        }

        @Override
        public void configure() {
            pipeline("numbers", Integer.class)
                    .every(Duration.ofHours(1))
                    .source(numbers)
                    .target(postgres(warehouse).table("numbers"))
                    .circuitBreaker(3, Duration.ofMinutes(5));
        }
    }

    @Configuration
    @Import({Application.class, Routes.class})
    static class WithRoutes {}

    @Configuration
    @Import(Application.class)
    static class WithOptions {
        @Bean("etl-component")
        EtlComponent etl() {
            EtlComponent etl = new EtlComponent();
            etl.getConfiguration().setPageSize(7);
            return etl;
        }
    }

    @Configuration
    @Import(Application.class)
    static class WithRegistries {
        @Bean
        MeterRegistry other() {
            return new SimpleMeterRegistry();
        }

        @Bean
        @Primary
        MeterRegistry first() {
            return new SimpleMeterRegistry();
        }
    }

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("url=" + target.url(), "user=" + target.user(), "password=" + target.password())
                .properties("endless=false")
                .properties(properties)
                .run();
    }

    @Test
    void a_component_declares_pipelines_in_java() {
        try (ConfigurableApplicationContext spring = start(WithRoutes.class)) {
            Heard heard = spring.getBean(Heard.class);
            heard.awaitRun();

            assertThat(heard.runs).extracting(RunReport::outcome).containsExactly(RunOutcome.DRAINED);
            assertThat(target.count("numbers")).isEqualTo(3);
            assertThat(spring.getBean(CamelContext.class).getRoute("numbers")).isNotNull();
        }
    }

    @Test
    void yaml_uses_the_template_and_springs_beans_and_properties(@TempDir Path directory) throws Exception {
        Path routes = Files.writeString(
                directory.resolve("numbers.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: etl-pipeline
                    routeId: numbers
                    parameters:
                      - { name: pipeline, value: numbers }
                      - { name: every, value: "{{interval}}" }
                      - { name: source, value: "#numbers" }
                      - { name: cursorType, value: java.lang.Integer }
                      - { name: dataSource, value: "#warehouse" }
                      - { name: tables, value: numbers }
                """);
        try (ConfigurableApplicationContext spring =
                start(Application.class, "interval=1h", "camel.main.routes-include-pattern=file:" + routes)) {
            spring.getBean(Heard.class).awaitRun();

            assertThat(target.count("numbers")).isEqualTo(3);
        }
    }

    @Test
    void a_template_runs_pauses_and_asks_with_the_only_data_source_there_is() {
        String run = "etl:numbers?source=#numbers&cursorType=java.lang.Integer&tables=numbers";
        try (ConfigurableApplicationContext spring = start(Application.class)) {
            ProducerTemplate template = spring.getBean(ProducerTemplate.class);
            // A pipeline is there once an endpoint that runs it has started.
            spring.getBean(CamelContext.class).getEndpoint(run);

            assertThat(template.requestBody("etl:numbers?operation=pause", null, PipelineStatus.class)
                            .paused())
                    .isTrue();
            assertThat(template.requestBody(run, null, RunReport.class).outcome())
                    .isEqualTo(RunOutcome.PAUSED);
            assertThat(template.requestBody("etl:numbers?operation=resume", null, PipelineStatus.class)
                            .paused())
                    .isFalse();
            assertThat(template.requestBody(run, null, RunReport.class).rows()).isEqualTo(3);
        }
    }

    @Test
    void options_for_all_pipelines_are_those_of_a_bean_unless_properties_say_others() {
        try (ConfigurableApplicationContext spring =
                start(WithOptions.class, "camel.component.etl.state-schema=etl_state")) {
            EtlComponent etl = spring.getBean(CamelContext.class).getComponent("etl", EtlComponent.class);

            assertThat(etl.getConfiguration().getPageSize()).isEqualTo(7);
            assertThat(etl.getConfiguration().getStateSchema()).isEqualTo("etl_state");
        }
        try (ConfigurableApplicationContext spring = start(WithOptions.class, "camel.component.etl.page-size=8")) {
            EtlComponent etl = spring.getBean(CamelContext.class).getComponent("etl", EtlComponent.class);

            assertThat(etl.getConfiguration().getPageSize()).isEqualTo(8);
        }
    }

    @Test
    void properties_are_not_read_where_that_is_switched_off() {
        try (ConfigurableApplicationContext spring =
                start(Application.class, "camel.component.etl.enabled=false", "camel.component.etl.page-size=8")) {
            EtlComponent etl = spring.getBean(CamelContext.class).getComponent("etl", EtlComponent.class);

            assertThat(etl.getConfiguration().getPageSize()).isEqualTo(1_000);
        }
    }

    @Test
    void of_several_registries_the_primary_one_has_the_meters() {
        try (ConfigurableApplicationContext spring = start(WithRegistries.class)) {
            spring.getBean(ProducerTemplate.class)
                    .requestBody(
                            "etl:numbers?source=#numbers&cursorType=java.lang.Integer&tables=numbers", (Object) null);

            assertThat(spring.getBean("first", MeterRegistry.class)
                            .get("camel.etl.runs")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(spring.getBean("other", MeterRegistry.class).getMeters())
                    .noneMatch(meter -> meter.getId().getName().startsWith("camel.etl"));
        }
    }

    @Test
    void closing_the_application_ends_a_run_after_the_page_in_hand() throws Exception {
        ConfigurableApplicationContext spring = start(WithRoutes.class, "endless=true");
        Heard heard = spring.getBean(Heard.class);
        heard.thirdPage.await();

        spring.close();

        assertThat(heard.runs).extracting(RunReport::outcome).containsExactly(RunOutcome.STOPPED);
        assertThat(target.count("numbers")).isEqualTo(heard.runs.element().rows());
        assertThat(target.<String>value("select lease_owner from etl_pipeline")).isNull();
    }
}
