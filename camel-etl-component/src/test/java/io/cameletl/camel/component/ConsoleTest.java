package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.internal.console.support.ConsoleClient;
import io.cameletl.support.FreePort;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as a path of Camel's HTTP server, under camel-main. */
@WithPostgres
class ConsoleTest {
    private static final String PIPELINE = "etl:orders?query=RAW(select id, at from t)&sourceDataSource=#source"
            + "&cursorColumns=at,id&dataSource=#target&tables=t&consistencyDelay=0&maximumRedeliveries=0";
    private static final String ORDER = "{\"pipelines\":[\"orders\"]}";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    @TempDir
    private Path directory;

    private Main main;
    private URI address;

    @BeforeEach
    void tables() {
        source.execute("create table t (id int primary key, at timestamptz not null default now())");
        target.execute("create table t (id int primary key, at timestamptz)");
    }

    @AfterEach
    void stop() {
        if (main != null) {
            main.stop();
        }
    }

    private void start(String... properties) throws Exception {
        int port = FreePort.pick();
        address = URI.create("http://localhost:" + port + "/etl/");
        Properties all = new Properties();
        all.put("camel.server.enabled", "true");
        all.put("camel.server.host", "localhost");
        all.put("camel.server.port", String.valueOf(port));
        all.put("camel.component.etl.console", "/etl");
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        Main started = new Main();
        main = started;
        started.setOverrideProperties(all);
        started.bind("source", source.dataSource());
        started.bind("target", target.dataSource());
        started.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to(PIPELINE);
                if (all.containsKey("second")) {
                    from("direct:second").to(PIPELINE.replace("etl:orders", "etl:second") + "&stateSchema=two");
                }
                if (all.containsKey("taken")) {
                    from("platform-http:/etl?matchOnUriPrefix=true").setBody(constant("mine"));
                }
            }
        });
        started.start();
    }

    private String[] withUsers(String... more) throws Exception {
        Path users = directory.resolve("users.properties");
        Files.write(users, List.of("user.olga = o,op", "user.rita = r,op", "role.op = *"));
        String[] properties = {
            "camel.server.authenticationEnabled", "true",
            "camel.server.authenticationPath", "/*",
            "camel.server.basicPropertiesFile", users.toString(),
            "camel.component.etl.consoleReadOnly", "false",
            "camel.component.etl.operators", "olga",
            "camel.component.etl.repairers", "rita"
        };
        String[] all = new String[properties.length + more.length];
        System.arraycopy(properties, 0, all, 0, properties.length);
        System.arraycopy(more, 0, all, properties.length, more.length);
        return all;
    }

    @Test
    void it_is_one_option_away_and_read_only() throws Exception {
        start();
        ConsoleClient client = ConsoleClient.of(address);

        HttpResponse<String> page = client.get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("orders");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        Matcher style = Pattern.compile("asset/[\\w.-]+\\.css").matcher(page.body());
        assertThat(style.find()).isTrue();
        assertThat(client.get(style.group()).headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/css"));
        assertThat(ConsoleClient.of(URI.create("http://localhost:" + address.getPort() + "/"))
                        .get("etl")
                        .headers()
                        .firstValue("Location"))
                .hasValue("etl/");
        assertThat(client.order("pause", ORDER, "X-Requested-By", "me").statusCode())
                .isEqualTo(403);
        assertThat(client.get("nothing").statusCode()).isEqualTo(404);
        assertThat(client.method("DELETE", "api/pipelines").statusCode()).isEqualTo(405);
        assertThat(client.order("pause", "x".repeat(100_000), "X-Requested-By", "me")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_pipeline_of_the_same_name_in_another_state_database_is_another() throws Exception {
        start(withUsers("second", "yes"));
        target.execute("insert into two.etl_pipeline (name) values ('orders')");
        ConsoleClient olga = ConsoleClient.of(address).as("olga", "o");

        List<String> listed = new ArrayList<>();
        olga.json("api/pipelines")
                .path("pipelines")
                .forEach(line -> listed.add(
                        line.path("name").asText() + " " + line.path("here").asBoolean() + " "
                                + line.path("acts").toString().contains("RUN")));
        assertThat(listed).containsExactlyInAnyOrder("orders true true", "orders false false", "second true true");
        assertThat(olga.order("pause", ORDER, "X-Requested-By", "me").statusCode())
                .isEqualTo(200);
        assertThat(target.<Boolean>value("select paused from public.etl_pipeline where name = 'orders'"))
                .isTrue();
        assertThat(target.<Boolean>value("select paused from two.etl_pipeline where name = 'orders'"))
                .isFalse();
    }

    @Test
    void a_header_in_the_address_is_no_header_and_a_user_in_a_header_is_no_user() throws Exception {
        start("camel.component.etl.consoleReadOnly", "false", "camel.component.etl.operators", "*");
        ConsoleClient client = ConsoleClient.of(address);

        for (String query : List.of("", "?X-Requested-By=me", "?CamelVertxPlatformHttpAuthenticatedUser=olga")) {
            HttpResponse<String> answer = client.order(
                    "pause" + query,
                    ORDER,
                    "X-Requested-By",
                    "me",
                    "CamelVertxPlatformHttpAuthenticatedUser",
                    "olga",
                    "X-Remote-User",
                    "olga");
            assertThat(answer.statusCode()).as(query).isEqualTo(401);
            assertThat(answer.body()).contains("authenticated");
        }
        assertThat(target.<Boolean>value("select paused from etl_pipeline")).isFalse();
    }

    @Test
    void users_of_camel_s_server_run_pause_replay_and_seek_as_their_roles_allow() throws Exception {
        source.execute("insert into t values (1), (2)");
        start(withUsers());
        ConsoleClient nobody = ConsoleClient.of(address);
        ConsoleClient olga = nobody.as("olga", "o");
        ConsoleClient rita = nobody.as("rita", "r");
        assertThat(nobody.get("").statusCode()).isEqualTo(401);

        HttpResponse<String> run = olga.order("run", ORDER, "X-Requested-By", "me");
        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
        assertThat(run.body()).contains("DRAINED, 2 rows");
        assertThat(target.count("t")).isEqualTo(2);
        assertThat(olga.json("api/pipeline?name=orders").path("cursor").asText())
                .isEqualTo("hidden: role repair");
        String cursor = rita.json("api/pipeline?name=orders").path("cursor").asText();
        assertThat(cursor).contains("\"id\"");

        assertThat(olga.order(
                                "seek",
                                "{\"pipelines\":[\"orders\"],\"typed\":\"orders\",\"cursor\":\"{}\"}",
                                "X-Requested-By",
                                "me")
                        .body())
                .contains("needs the role repair");
        String seek = "{\"pipelines\":[\"orders\"],\"typed\":\"orders\",\"cursor\":"
                + new ObjectMapper().writeValueAsString(cursor) + "}";
        HttpResponse<String> sought = rita.order("seek", seek, "X-Requested-By", "me");
        assertThat(sought.statusCode()).as(sought.body()).isEqualTo(200);
        Map<String, String> pause = Map.of("act", "pause", "name", "orders");
        assertThat(rita.form(pause, "Origin", "http://localhost:" + address.getPort())
                        .statusCode())
                .isEqualTo(303);
        assertThat(target.query("select action, done_by, way from etl_action order by id"))
                .containsExactly(
                        Map.of("action", "RUN", "done_by", "olga", "way", "HTTP"),
                        Map.of("action", "SEEK", "done_by", "rita", "way", "HTTP"),
                        Map.of("action", "PAUSE", "done_by", "rita", "way", "CONSOLE"));
        assertThat(rita.get("pipeline?name=orders").body()).contains("rita").doesNotContain(target.password() + "@");
    }

    @Test
    void what_was_not_done_is_not_said_to_be_done_and_a_cursor_is_sent_as_it_is_shown() throws Exception {
        source.execute("insert into t values (1, '2026-01-01Z'), (2, '2026-01-02Z')");
        start(withUsers());
        ConsoleClient rita = ConsoleClient.of(address).as("rita", "r");
        rita.order("pause", ORDER, "X-Requested-By", "me");

        for (String act : List.of("run", "replay")) {
            HttpResponse<String> answer = rita.order(act, ORDER, "X-Requested-By", "me");
            assertThat(answer.statusCode()).as(act).isEqualTo(409);
            assertThat(answer.body()).as(act).contains("\"done\":false", "paused", "Resume it first");
        }
        rita.order("resume", ORDER, "X-Requested-By", "me");
        String seek = "{\"pipelines\":[\"orders\"],\"typed\":\"orders\",\"cursor\":"
                + "{\"at\":\"2026-01-01 00:00:00+00\",\"id\":\"1\"}}";
        assertThat(rita.order("seek", seek, "X-Requested-By", "me").body()).contains("\"done\":true");
        assertThat(rita.order("run", ORDER, "X-Requested-By", "me").body()).contains("DRAINED, 1 row in 1 page\"");
        assertThat(target.query("select id from t")).containsExactly(Map.of("id", 2));
    }

    @Test
    void source_and_target_are_compared_and_repaired_and_rows_read_again_as_roles_allow() throws Exception {
        source.execute("insert into t select n, now() - interval '1 min' from generate_series(1, 20) n");
        start(withUsers());
        ConsoleClient olga = ConsoleClient.of(address).as("olga", "o");
        ConsoleClient rita = ConsoleClient.of(address).as("rita", "r");
        olga.order("run", ORDER, "X-Requested-By", "me");
        assertThat(olga.json("api/pipeline?name=orders").path("verification").isNull())
                .isTrue();
        assertThat(olga.get("pipeline?name=orders").body()).contains("Compare with the source");
        source.execute("delete from t where id = 1");

        assertThat(olga.order("verify", ORDER, "X-Requested-By", "me").body()).contains("1 surplus");
        JsonNode found = rita.json("api/pipeline?name=orders").path("verification");
        assertThat(found.path("outcome").asText()).isEqualTo("VERIFIED");
        assertThat(found.path("surplus").asInt()).isEqualTo(1);
        assertThat(olga.get("pipeline?name=orders").body()).contains("1 difference found");
        for (String act : List.of("reconcile", "reload")) {
            assertThat(olga.order(act, ORDER, "X-Requested-By", "me").body()).contains("needs the role repair");
        }
        assertThat(rita.order("reconcile", ORDER, "X-Requested-By", "me").body())
                .contains("t +0 ~0 -1");
        assertThat(target.count("t")).isEqualTo(19);
        assertThat(rita.get("pipeline?name=orders").body()).contains("1 difference found and repaired");

        target.execute("delete from t where id < 12");
        String reload = "{\"pipelines\":[\"orders\"],\"fromKey\":{\"id\":5},\"toKey\":\"{\\\"id\\\":9}\"}";
        assertThat(rita.order("reload", reload, "X-Requested-By", "me").body()).contains("DRAINED, 5 rows in 1 page");
        assertThat(rita.order("reload", ORDER, "X-Requested-By", "me").body()).contains("needs a range");
        assertThat(target.count("t where id < 12")).isEqualTo(5);
        assertThat(rita.get("confirm?act=reload&name=orders&fromKey=%7B%22id%22%3A5%7D")
                        .body())
                .contains("the cursor stays", "name=\"fromKey\" value=\"{&#34;id&#34;:5}\"");

        assertThat(rita.order("reset", ORDER, "X-Requested-By", "me").statusCode())
                .isEqualTo(409);
        assertThat(rita.get("confirm?act=reset&name=orders").body()).contains("starts from the beginning");
        String reset = "{\"pipelines\":[\"orders\"],\"typed\":\"orders\"}";
        assertThat(rita.order("reset", reset, "X-Requested-By", "me").statusCode())
                .isEqualTo(200);
        assertThat(olga.order("run", ORDER, "X-Requested-By", "me").body()).contains("DRAINED, 19 rows");
        assertThat(target.query("select action from etl_action order by id"))
                .extracting(row -> row.get("action"))
                .containsExactly("RUN", "VERIFY", "RECONCILE", "RELOAD", "RESET", "RUN");
    }

    @Test
    void what_a_page_ran_is_shown_with_its_plan_to_those_who_see_values() throws Exception {
        source.execute("insert into t values (1), (2)");
        start(withUsers());
        ConsoleClient nobody = ConsoleClient.of(address);
        ConsoleClient olga = nobody.as("olga", "o");
        ConsoleClient rita = nobody.as("rita", "r");
        assertThat(olga.json("api/pipeline?name=orders").path("statements")).isEmpty();
        assertThat(olga.get("pipeline?name=orders").body()).contains("once it has loaded a page in this process");
        olga.order("run", ORDER, "X-Requested-By", "me");

        List<String> statements = new ArrayList<>();
        rita.json("api/pipeline?name=orders")
                .path("statements")
                .forEach(each -> statements.add(each.path("what").asText()));
        assertThat(statements).contains("read a page", "t: insert", "t: update", "t: delete");
        for (int i = 0; i < statements.size(); i++) {
            String path = "api/plan?name=orders&statement=" + i;
            assertThat(rita.json(path).path("plan").asText())
                    .as(statements.get(i))
                    .contains("cost=");
            assertThat(olga.get(path).statusCode()).isEqualTo(409);
            assertThat(olga.get(path).body()).contains("the role repair");
        }
        assertThat(rita.json("api/plan?name=orders&statement=" + statements.indexOf("t: update"))
                        .path("plan")
                        .asText())
                .contains("Nested Loop", "t_pkey");
        JsonNode page = rita.json("api/pipeline?name=orders");
        assertThat(page.path("lags")
                        .get(page.path("lags").size() - 1)
                        .path("lag")
                        .asText())
                .as("how far behind it is now")
                .isEqualTo(page.path("line").path("lag").asText());
        assertThat(rita.get("plan?name=orders&statement=0").body()).contains("ORDER BY", "Limit");
        assertThat(rita.get("pipeline?name=orders").body()).contains("plan?name=orders&amp;statement=0");
        assertThat(olga.get("pipeline?name=orders").body()).contains("ORDER BY").doesNotContain("plan?name=");
        assertThat(rita.get("plan?name=orders&statement=99").statusCode()).isEqualTo(404);
        assertThat(rita.get("plan?name=other&statement=0").statusCode()).isEqualTo(404);
        source.execute("drop table t");
        assertThat(rita.get("plan?name=orders&statement=0").body())
                .contains("orders", "the server does not tell the plan of")
                .doesNotContain("at io.cameletl");
    }

    @Test
    void only_the_names_that_are_ours_are_answered() throws Exception {
        start("camel.component.etl.consoleHosts", "etl.example, localhost");
        String request = "GET /etl/api/pipelines HTTP/1.1\r\nConnection: close\r\nHost: ";
        assertThat(ConsoleClient.raw(address, request + "evil.example\r\n\r\n")).startsWith("HTTP/1.1 421");
        assertThat(ConsoleClient.raw(address, request + "etl.example\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_path_that_is_taken_or_is_none_and_a_missing_server_are_said_at_the_start() {
        assertThatThrownBy(() -> start("taken", "true"))
                .hasMessageContaining("console=/etl")
                .hasMessageContaining("something else is served at /etl");
        stop();
        assertThatThrownBy(() -> start("camel.component.etl.console", "etl/"))
                .hasMessageContaining("console=etl/ is no path");
        stop();
        assertThatThrownBy(() -> start("camel.server.enabled", "false"))
                .hasMessageContaining("camel.server.enabled=true");
    }
}
