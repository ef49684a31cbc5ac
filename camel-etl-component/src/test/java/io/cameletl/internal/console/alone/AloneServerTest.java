package io.cameletl.internal.console.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.console.support.ConsoleClient;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.FreePort;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console alone over the state tables: what is refused, what is hidden, and what goes wrong. */
@Tag("slow")
@WithPostgres
class AloneServerTest {
    private static final String SAME = "Sec-Fetch-Site";

    @TargetDb
    private TestDatabase state;

    @TempDir
    private Path directory;

    private final List<AloneServer> started = new ArrayList<>();

    @BeforeEach
    void tables() {
        JdbcPipelineStore store = new JdbcPipelineStore(state.dataSource(), null, true);
        store.position("orders");
        store.position("a/b & <script>alert(1)</script>");
    }

    @AfterEach
    void close() {
        started.forEach(AloneServer::close);
    }

    private AloneServer start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                state.url() + (state.url().contains("?") ? "&" : "?") + "user=" + state.user() + "&password="
                        + state.password(),
                "--port",
                "0"));
        arguments.addAll(List.of(more));
        AloneServer server = AloneServer.start(arguments.toArray(String[]::new));
        started.add(server);
        return server;
    }

    private Path users(String... lines) throws Exception {
        Path file = directory.resolve("users");
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private AloneServer writable() throws Exception {
        return start(
                "--write",
                "--users",
                users("vic = view v", "olga = operate o pw", "rita=repair r").toString());
    }

    private String paused(String pipeline) {
        return String.valueOf(state.<Boolean>value("select paused from etl_pipeline where name = ?", pipeline));
    }

    @Test
    void it_shows_all_pipelines_and_lets_nobody_do_anything() {
        ConsoleClient client = ConsoleClient.of(start().address());

        HttpResponse<String> page = client.get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("orders").doesNotContain("<script>alert");
        assertThat(client.json("api/pipelines").path("counts").path("all").asInt())
                .isEqualTo(2);
        assertThat(client.get("pipeline?name=orders").statusCode()).isEqualTo(200);
        assertThat(client.order("pause", "{\"pipelines\":[\"orders\"]}", "X-Requested-By", "me")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.form(Map.of("act", "pause", "name", "orders"), SAME, "same-origin")
                        .statusCode())
                .isEqualTo(403);
        assertThat(paused("orders")).isEqualTo("false");
    }

    @Test
    void what_nobody_here_runs_is_only_said_to_have_been_well() {
        state.execute("update etl_pipeline set last_idle_at = now() - interval '5 hours' where name = 'orders'");
        ConsoleClient client = ConsoleClient.of(start().address());

        JsonNode orders = client.json("api/pipeline?name=orders").path("line");
        assertThat(orders.path("condition").asText()).isEqualTo("OK");
        assertThat(orders.path("why").asText()).isEqualTo("when it last ran");
        assertThat(client.get("pipeline?name=orders").body()).contains("not in this process");
    }

    @Test
    void every_answer_keeps_a_browser_from_what_it_should_not_do() {
        ConsoleClient client = ConsoleClient.of(start().address());
        for (String path : List.of("", "api/pipelines", "nothing", "asset/console.css", "pipeline?name=none")) {
            Map<String, List<String>> headers = client.get(path).headers().map();
            assertThat(headers.get("content-security-policy").get(0))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.get("x-content-type-options")).as(path).containsExactly("nosniff");
            assertThat(headers.get("cache-control")).as(path).containsExactly("no-store");
            assertThat(headers.get("x-frame-options")).as(path).containsExactly("DENY");
        }
    }

    @Test
    void who_is_authenticated_does_what_the_role_allows_and_it_is_written_down() throws Exception {
        ConsoleClient nobody = ConsoleClient.of(writable().address());
        String order = "{\"pipelines\":[\"orders\"]}";
        assertThat(nobody.get("").statusCode()).isEqualTo(401);
        assertThat(nobody.get("").headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic"));
        assertThat(nobody.as("olga", "wrong").get("").statusCode()).isEqualTo(401);
        assertThat(nobody.as("vic", "v")
                        .order("pause", order, "X-Requested-By", "me")
                        .body())
                .contains("needs the role operate");
        assertThat(paused("orders")).isEqualTo("false");

        HttpResponse<String> done = nobody.as("olga", "o pw").order("pause", order, "X-Requested-By", "me");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(paused("orders")).isEqualTo("true");
        assertThat(state.query("select action, done_by, way from etl_action"))
                .containsExactly(Map.of("action", "PAUSE", "done_by", "olga", "way", "HTTP"));

        HttpResponse<String> form = nobody.as("olga", "o pw")
                .form(Map.of("act", "resume", "name", "orders", "back", "pipeline"), SAME, "same-origin");
        assertThat(form.statusCode()).isEqualTo(303);
        assertThat(form.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith("pipeline?name=orders&done="));
        assertThat(paused("orders")).isEqualTo("false");
        assertThat(state.<Long>value("select count(*) from etl_action where way = 'CONSOLE'"))
                .isEqualTo(1);
    }

    @Test
    void a_write_that_another_site_may_have_sent_is_refused() throws Exception {
        AloneServer server = writable();
        ConsoleClient olga = ConsoleClient.of(server.address()).as("olga", "o pw");
        Map<String, String> pause = Map.of("act", "pause", "name", "orders");
        String order = "{\"pipelines\":[\"orders\"]}";
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(olga.form(pause, SAME, site).statusCode()).as(site).isEqualTo(403);
            assertThat(olga.order("pause", order, SAME, site, "X-Requested-By", "me")
                            .statusCode())
                    .as(site)
                    .isEqualTo(403);
        }
        for (String origin : List.of("http://evil.example", "null", "http://localhost:1", "https://localhost")) {
            assertThat(olga.form(pause, "Origin", origin).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(olga.form(pause).statusCode()).as("nothing sent").isEqualTo(403);
        assertThat(olga.order("pause", order).statusCode()).as("nothing sent").isEqualTo(403);
        assertThat(olga.form(Map.of("act", "pause", "name", "orders", "token", "0".repeat(64)))
                        .statusCode())
                .as("another's token")
                .isEqualTo(403);
        assertThat(paused("orders")).isEqualTo("false");

        String own = "http://localhost:" + server.address().getPort();
        assertThat(olga.form(pause, "Origin", own).statusCode()).isEqualTo(303);
        assertThat(paused("orders")).isEqualTo("true");
    }

    @Test
    void a_name_that_leads_here_and_is_not_ours_gets_nothing() {
        AloneServer server = start("--host", "etl.example");
        for (String host :
                List.of("evil.example", "evil.example:" + server.address().getPort(), "localhost.evil.example")) {
            assertThat(ConsoleClient.raw(
                            server.address(),
                            "GET /api/pipelines HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("orders");
        }
        for (String host : List.of("localhost", "127.0.0.1:80", "[::1]:9", "ETL.example:443")) {
            assertThat(ConsoleClient.raw(
                            server.address(),
                            "GET /api/pipelines HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void what_is_asked_wrongly_is_answered_clearly_and_without_a_stack_trace() throws Exception {
        ConsoleClient rita = ConsoleClient.of(writable().address()).as("rita", "r");
        Map<String, Integer> wrong = Map.ofEntries(
                Map.entry("api/pipeline?name=none", 404),
                Map.entry("pipeline?name=none", 404),
                Map.entry("api/pipeline", 400),
                Map.entry("api/pipeline?name=orders&rejected=x", 400),
                Map.entry("api/pipeline?name=orders&rejected=-1", 400),
                Map.entry("confirm?act=explode&name=orders", 400),
                Map.entry("api/pause", 405),
                Map.entry("do", 405),
                Map.entry("asset/..%2fConsole.class", 404),
                Map.entry("asset/../../x", 404),
                Map.entry("api/nothing", 404));
        wrong.forEach((path, status) -> {
            HttpResponse<String> answer = rita.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            assertThat(answer.body()).as(path).doesNotContain("Exception", "\tat ", "io.cameletl");
        });
        assertThat(rita.get("api/pipeline?name=%ff%fe").statusCode()).isEqualTo(404);
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            assertThat(rita.method(method, "api/pipelines").statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
        assertThat(rita.method("HEAD", "").statusCode()).isEqualTo(200);
        for (String body : List.of(
                "", "x", "[]", "null", "{\"pipelines\":\"orders\"}", "{\"pipelines\":[]}", "{\"what\":1e999}")) {
            assertThat(rita.order("replay", body, "X-Requested-By", "me").statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(rita.order("pause", "{\"pipelines\":[\"" + "x".repeat(70_000) + "\"]}", "X-Requested-By", "me")
                        .statusCode())
                .isEqualTo(413);
        HttpResponse<String> none = rita.order("pause", "{\"pipelines\":[\"none\"]}", "X-Requested-By", "me");
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(none.body()).contains("there is no pipeline");
        assertThat(state.<Long>value("select count(*) from etl_pipeline"))
                .as("made by a typo")
                .isEqualTo(2);
        HttpResponse<String> run = rita.order("run", "{\"pipelines\":[\"orders\"]}", "X-Requested-By", "me");
        assertThat(run.body()).contains("not in this process");
    }

    @Test
    void lines_are_discarded_only_by_who_repairs_and_has_typed_the_name() throws Exception {
        state.execute(
                "insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, sql_state, reason)"
                        + " select 'orders', 1, 't', 'id=' || n, '{}', case when n < 3 then '23503' end, 'because'"
                        + " from generate_series(1, 5) n");
        AloneServer server = writable();
        ConsoleClient rita = ConsoleClient.of(server.address()).as("rita", "r");
        String order = "{\"pipelines\":[\"orders\"],\"what\":\"group\",\"table\":\"t\",\"state\":\"23503\"";

        assertThat(rita.order("discard", order + "}", "X-Requested-By", "me").statusCode())
                .isEqualTo(409);
        assertThat(rita.order("discard", order + ",\"typed\":\"Orders\"}", "X-Requested-By", "me")
                        .statusCode())
                .isEqualTo(409);
        assertThat(ConsoleClient.of(server.address())
                        .as("olga", "o pw")
                        .order("discard", order + ",\"typed\":\"orders\"}", "X-Requested-By", "me")
                        .body())
                .contains("needs the role repair");
        assertThat(state.count("etl_rejected_record")).isEqualTo(5);

        assertThat(rita.get("confirm?act=discard&name=orders&what=group&table=t&state=23503")
                        .body())
                .contains("2 rejected records of t leave the ledger");
        assertThat(rita.order("discard", order + ",\"typed\":\"orders\"}", "X-Requested-By", "me")
                        .body())
                .contains("2 lines discarded");
        assertThat(state.count("etl_rejected_record")).isEqualTo(3);
        assertThat(state.<String>value("select details::text from etl_action where action = 'DISCARD'"))
                .contains("\"lines\":\"2\"", "\"records\":\"1,2\"");
    }

    @Test
    void each_line_whose_box_is_ticked_is_meant_and_none_where_none_is() throws Exception {
        state.execute("insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, reason)"
                + " select 'orders', 1, 't', 'id=' || n, '{}', 'because' from generate_series(1, 5) n");
        ConsoleClient rita = ConsoleClient.of(writable().address()).as("rita", "r");
        String ticked = "confirm?act=discard&name=orders&what=rejected&ticked=yes";

        assertThat(rita.get(ticked).statusCode()).isEqualTo(400);
        assertThat(rita.get(ticked + "&ids=2&ids=4").body())
                .contains("2 rejected records leave the ledger", "value=\"2,4\"");
        Map<String, String> form =
                Map.of("act", "discard", "name", "orders", "what", "rejected", "ids", "2,4", "typed", "orders");
        assertThat(rita.form(form, SAME, "same-origin").statusCode()).isEqualTo(303);
        assertThat(state.query("select id from etl_rejected_record order by id"))
                .extracting(row -> row.get("id"))
                .containsExactly(1L, 3L, 5L);
    }

    @Test
    void values_are_shown_to_who_repairs_only_and_nothing_of_them_is_markup() throws Exception {
        String script = "<script>alert('x')</script>";
        state.execute(
                "insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, reason)"
                        + " values ('orders', 1, 't', 'id=" + script.replace("'", "''") + "', '{\"secretive\":1}', '"
                        + script.replace("'", "''") + "')",
                "update etl_pipeline set last_error = '" + script.replace("'", "''")
                        + "', consecutive_failures = 2, cursor = '{\"id\":4711}', cursor_type = 'x' where name = 'orders'");
        AloneServer server = writable();
        ConsoleClient rita = ConsoleClient.of(server.address()).as("rita", "r");
        ConsoleClient vic = ConsoleClient.of(server.address()).as("vic", "v");

        JsonNode seen = rita.json("api/pipeline?name=orders");
        assertThat(seen.path("error").asText()).isEqualTo(script);
        assertThat(seen.path("rejected").path("lines").path(0).path("key").asText())
                .contains("<script>");
        assertThat(seen.path("cursor").asText()).contains("4711");
        assertThat(seen.path("rejected").path("lines").path(0).path("record").isNull())
                .isTrue();
        for (String path : List.of("", "part/overview", "pipeline?name=orders", "part/pipeline?name=orders")) {
            assertThat(rita.get(path).body())
                    .as(path)
                    .doesNotContain("<script>alert")
                    .contains("alert(");
        }
        for (String path : List.of("api/pipelines", "api/pipeline?name=orders", "", "pipeline?name=orders")) {
            assertThat(vic.get(path).body()).as(path).doesNotContain("alert('x", "alert(&#39;x", "4711", "secretive");
        }
    }

    @Test
    void a_record_of_ten_megabytes_does_not_come_over_the_wire() {
        state.execute("insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, reason)"
                + " select 'orders', 1, 't', repeat('k', 100000), json_build_object('a', repeat('x', 10000000)),"
                + " repeat('r', 100000) from generate_series(1, 3)");
        ConsoleClient client = ConsoleClient.of(start("--show-records").address());

        HttpResponse<String> answer = client.get("api/pipeline?name=orders");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().length()).isLessThan(100_000);
        assertThat(client.get("pipeline?name=orders").body().length()).isLessThan(200_000);
    }

    @Test
    void a_state_database_that_is_away_is_told_in_bounded_time_and_found_again() throws Exception {
        AloneServer server = AloneServer.start(
                "jdbc:postgresql://localhost:" + FreePort.pick() + "/none?user=u&password=geheim", "--port", "0");
        started.add(server);
        ConsoleClient client = ConsoleClient.of(server.address());
        long begun = System.nanoTime();

        assertThat(client.get("").statusCode()).isEqualTo(503);
        HttpResponse<String> json = client.get("api/pipelines");
        assertThat(json.statusCode()).isEqualTo(503);
        assertThat(json.body())
                .contains("\"away\"")
                .contains("refused")
                .doesNotContain("geheim", "Exception", "\\tat ");
        assertThat(client.get("api/pipeline?name=orders").statusCode()).isEqualTo(503);
        assertThat(System.nanoTime() - begun).isLessThan(15_000_000_000L);
    }

    @Test
    void state_tables_that_are_not_there_are_told_and_not_made() {
        state.execute("create schema empty");
        HttpResponse<String> answer =
                ConsoleClient.of(start("--schema", "empty").address()).get("api/pipelines");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("lacks the state tables");
        assertThat(state.<Long>value("select count(*) from information_schema.tables where table_schema = 'empty'"))
                .isZero();
    }

    @Test
    void what_it_cannot_be_started_with_is_said_in_a_sentence() throws Exception {
        assertThatThrownBy(() -> AloneServer.start())
                .hasMessageContaining("name the state database")
                .hasMessageContaining("usage:");
        assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--write"))
                .hasMessageContaining("--write needs --users");
        assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--port", "x"))
                .hasMessageContaining("--port is a number");
        Path file = users("anna = rule pw");
        assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--users", file.toString()))
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("pw\"");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--users", file.toString()))
                .hasMessageContaining("chmod 600");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            AloneServer.start("jdbc:postgresql://h/d", "--port", String.valueOf(taken.getLocalPort())))
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("is taken");
        }
    }

    @Test
    void somebody_who_steers_a_store_is_an_actor_like_any_other() {
        new JdbcPipelineStore(state.dataSource(), null, false)
                .actions()
                .pause("orders", true, new Actor("me", Actor.Way.CONSOLE));
        JsonNode line = ConsoleClient.of(start().address())
                .json("api/pipelines")
                .path("pipelines")
                .path(0);
        assertThat(line.path("name").asText()).isEqualTo("orders");
        assertThat(line.path("condition").asText()).isEqualTo("PAUSED");
    }
}
