package io.cameletl.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.camel.component.EtlComponent;
import io.cameletl.docs.ConsoleSecurity;
import io.cameletl.internal.console.support.ConsoleClient;
import io.cameletl.springboot.support.ConsoleApplication;
import io.cameletl.springboot.support.WithoutSecurity;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ComponentCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The console in a Spring Boot application: a path of its own server, by the property alone. */
@WithPostgres
@Timeout(120)
@Tag("slow")
class SpringConsoleTest {
    private static final String PIPELINE = "etl:orders?query=RAW(select id, at from s)&sourceDataSource=#warehouse"
            + "&cursorColumns=at,id&dataSource=#warehouse&tables=t&consistencyDelay=0&maximumRedeliveries=0";
    private static final String ORDER = "{\"pipelines\":[\"orders\"]}";
    private static final String[] HEADER = {"X-Requested-By", "me"};

    @TargetDb
    private TestDatabase target;

    private ConsoleApplication application;

    @BeforeEach
    void tables() {
        target.execute("create table s (id int primary key, at timestamptz not null default now());"
                + "create table t (id int primary key, at timestamptz)");
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    @Configuration
    @EnableAutoConfiguration
    static class Bare {
        @Bean
        DataSource warehouse(TestDatabase database) {
            return database.dataSource();
        }
    }

    @Configuration
    static class Orders {
        @Bean
        RouteBuilder orders() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:orders").to(PIPELINE);
                    from("platform-http:/hello").setBody(constant("hello"));
                }
            };
        }
    }

    /** With the chain that the page on operations has. */
    @Configuration
    @Import(ConsoleSecurity.class)
    static class Secured {
        @Bean
        InMemoryUserDetailsManager users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("olga").password("{noop}o").roles("OPS").build(),
                    User.withUsername("rita").password("{noop}r").roles().build(),
                    User.withUsername("vera").password("{noop}v").roles().build());
        }
    }

    @RestController
    static class Controller {
        @GetMapping("/etl/{page}")
        String page() {
            return "mine";
        }
    }

    @Configuration
    static class Functions {
        @Bean
        RouterFunction<ServerResponse> functions() {
            return RouterFunctions.route()
                    .path(
                            "/etl",
                            nested -> nested.GET(
                                    "/page", request -> ServerResponse.ok().body("mine")))
                    .build();
        }
    }

    @Configuration
    static class Camels {
        @Bean
        RouteBuilder camels() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/etl?matchOnUriPrefix=true").setBody(constant("mine"));
                }
            };
        }
    }

    @Configuration
    static class Servlets {
        @Bean
        ServletRegistrationBean<HttpServlet> mine() {
            return new ServletRegistrationBean<>(new HttpServlet() {}, "/etl/*");
        }
    }

    @Configuration
    static class InJava {
        @Bean
        ComponentCustomizer inJava() {
            return ComponentCustomizer.builder(EtlComponent.class)
                    .withOrder(Integer.MAX_VALUE)
                    .build(etl -> etl.setConsole("/elsewhere"));
        }
    }

    private ConsoleClient start(String path, List<Class<?>> classes, String... properties) {
        List<Class<?>> all = new ArrayList<>(List.of(Bare.class));
        all.addAll(classes);
        List<String> set = new ArrayList<>(Arrays.asList(properties));
        if (!classes.contains(Secured.class) && set.stream().noneMatch(each -> each.startsWith("spring.security"))) {
            set.add("spring.autoconfigure.exclude=" + WithoutSecurity.EXCLUDE);
        }
        application = ConsoleApplication.start(WebApplicationType.SERVLET, target, all, set.toArray(String[]::new));
        return ConsoleClient.of(application.at(path));
    }

    @Test
    void the_property_alone_serves_it_read_only_beside_all_else_below_the_path_of_the_application() {
        ConsoleClient client = start("/shop/etl/", List.of(Orders.class), "server.servlet.context-path=/shop");

        HttpResponse<String> page = client.get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("orders");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        Matcher style = Pattern.compile("asset/[\\w.-]+\\.css").matcher(page.body());
        assertThat(style.find()).isTrue();
        assertThat(client.get(style.group()).headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/css"));
        assertThat(client.json("api/pipelines").toString()).contains("\"orders\"");
        ConsoleClient root = ConsoleClient.of(application.at("/shop/"));
        assertThat(root.get("etl").headers().firstValue("Location")).hasValue("etl/");
        assertThat(root.get("hello").body()).isEqualTo("hello");

        assertThat(client.order("pause", ORDER, HEADER).statusCode()).isEqualTo(403);
        assertThat(client.order("pause", ORDER, HEADER).body()).contains("read-only", "spring-boot-starter-security");
        assertThat(client.get("nothing").statusCode()).isEqualTo(404);
        assertThat(client.method("DELETE", "api/pipelines").statusCode()).isEqualTo(405);
        assertThat(client.order("pause", "x".repeat(100_000), HEADER).statusCode())
                .isEqualTo(413);
    }

    @Test
    void it_is_there_before_the_first_pipeline_and_not_at_the_port_of_the_management() {
        ConsoleClient client = start("/etl/", List.of(), "management.server.port=0");

        assertThat(client.get("").statusCode()).isEqualTo(200);
        URI management = URI.create(
                "http://localhost:" + application.spring().getEnvironment().getProperty("local.management.port") + "/");
        assertThat(ConsoleClient.of(management).get("actuator/health").statusCode())
                .isEqualTo(200);
        assertThat(ConsoleClient.of(management).get("etl/").statusCode()).isEqualTo(404);
    }

    @Test
    void whom_nobody_has_authenticated_cannot_write_whatever_they_say_of_themselves() {
        ConsoleClient client = start(
                "/etl/",
                List.of(Orders.class),
                "camel.component.etl.console-read-only=false",
                "camel.component.etl.operators=*");

        for (ConsoleClient each : List.of(client, client.as("olga", "o"))) {
            HttpResponse<String> answer =
                    each.order("pause", ORDER, "X-Requested-By", "me", "X-Remote-User", "olga", "Remote-User", "olga");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("authenticated", "spring-boot-starter-security");
        }
        assertThat(target.<Boolean>value("select paused from etl_pipeline")).isFalse();
    }

    @Test
    void users_of_spring_security_do_what_their_names_and_roles_allow_and_are_written_down() {
        ConsoleClient nobody = start(
                "/etl/",
                List.of(Orders.class, Secured.class),
                "camel.component.etl.console-read-only=false",
                "camel.component.etl.operators=OPS",
                "camel.component.etl.repairers=rita");
        ConsoleClient olga = nobody.as("olga", "o");
        String own = application.at("").toString();
        assertThat(nobody.get("").statusCode()).isEqualTo(401);
        assertThat(ConsoleClient.of(application.at("/")).get("etl").statusCode())
                .isEqualTo(401);
        assertThat(nobody.order("pause", ORDER, HEADER).statusCode()).isEqualTo(401);
        assertThat(nobody.as("olga", "wrong").get("").statusCode()).isEqualTo(401);
        assertThat(olga.get("").statusCode()).isEqualTo(200);

        Map<String, String> pause = Map.of("act", "pause", "name", "orders");
        assertThat(olga.form(pause, "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(olga.form(pause, "Sec-Fetch-Site", "cross-site", "Origin", own)
                        .statusCode())
                .isEqualTo(403);
        assertThat(olga.form(pause).statusCode()).isEqualTo(403);
        assertThat(olga.order("pause", ORDER).statusCode()).isEqualTo(403);
        assertThat(nobody.as("vera", "v").order("pause", ORDER, HEADER).body()).contains("needs the role operate");
        assertThat(target.count("etl_action")).isZero();

        HttpResponse<String> paused = olga.order("pause", ORDER, HEADER);
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        Map<String, String> resume = Map.of("act", "resume", "name", "orders");
        assertThat(nobody.as("rita", "r").form(resume, "Origin", own).statusCode())
                .isEqualTo(303);
        assertThat(target.query("select action, done_by, way from etl_action order by id"))
                .containsExactly(
                        Map.of("action", "PAUSE", "done_by", "olga", "way", "HTTP"),
                        Map.of("action", "RESUME", "done_by", "rita", "way", "CONSOLE"));
    }

    @Test
    void with_the_security_that_spring_boot_has_by_itself_users_look_and_do_nothing() {
        ConsoleClient olga = start(
                        "/etl/",
                        List.of(Orders.class),
                        "spring.security.user.name=olga",
                        "spring.security.user.password=o",
                        "camel.component.etl.console-read-only=false",
                        "camel.component.etl.operators=olga")
                .as("olga", "o");

        assertThat(ConsoleClient.of(application.at("/etl/")).get("").statusCode())
                .isEqualTo(401);
        assertThat(olga.get("").body()).contains("orders", "olga");
        // Spring's page of the error wants to know who asks once more
        assertThat(olga.order("pause", ORDER, HEADER).statusCode()).isIn(401, 403);
        assertThat(target.count("etl_action")).isZero();
    }

    @Test
    void a_form_that_a_filter_has_read_arrives_all_the_same() {
        ConsoleClient rita = start(
                        "/etl/",
                        List.of(Orders.class, Secured.class),
                        "spring.mvc.hiddenmethod.filter.enabled=true",
                        "camel.component.etl.console-read-only=false",
                        "camel.component.etl.repairers=rita")
                .as("rita", "r");

        assertThat(rita.form(
                                Map.of("act", "pause", "name", "orders"),
                                "Origin",
                                application.at("").toString())
                        .statusCode())
                .isEqualTo(303);
        assertThat(target.<Boolean>value("select paused from etl_pipeline")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Controller.class, Functions.class, Camels.class, Servlets.class})
    void a_path_that_something_else_has_is_said_at_the_start(Class<?> other) {
        assertThatThrownBy(() -> start("/etl/", List.of(other)))
                .rootCause()
                .hasMessageContaining("console=/etl: something else is served at /etl")
                .hasMessageContaining("Give the console another path, or that");
    }

    @Test
    void so_are_one_that_is_none_and_another_that_is_set_in_java() {
        assertThatThrownBy(() -> start("/etl/", List.of(), "camel.component.etl.console=etl/"))
                .rootCause()
                .hasMessageContaining("console=etl/ is no path");
        assertThatThrownBy(() -> start("/etl/", List.of(InJava.class)))
                .rootCause()
                .hasMessageContaining("console=/elsewhere is set in Java");
    }

    @Test
    void it_is_below_the_path_of_spring_mvc_where_servlets_beside_that_are_not_in_its_place() {
        ConsoleClient client = start("/pages/etl/", List.of(Servlets.class), "spring.mvc.servlet.path=/pages");

        assertThat(client.get("").statusCode()).isEqualTo(200);
        assertThat(client.get("api/pipelines").statusCode()).isEqualTo(200);
    }

    @Test
    void an_application_without_a_web_server_says_what_is_missing() {
        assertThatThrownBy(() ->
                        ConsoleApplication.start(WebApplicationType.NONE, target, List.of(Bare.class, Orders.class)))
                .rootCause()
                .hasMessageContaining("console=/etl needs an HTTP server")
                .hasMessageContaining("spring-boot-starter-web");
    }
}
