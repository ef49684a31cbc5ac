package io.cameletl.internal.console.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.console.support.ConsoleClient;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody sends who means well, and names that nobody would give. */
@WithPostgres
class OddClientsTest {
    private static final List<String> NAMES = List.of(
            "a/b",
            "..",
            "%2f",
            "a%00b",
            "a+b c",
            "ü✓\uD83D\uDE00",
            "\"'><img src=x onerror=alert(1)>",
            "?name=x&act=y#z",
            "line\nbreak\r\nX-Evil: yes",
            "n".repeat(200),
            "\u202Egnp.exe",
            "{{7*7}}${7*7}<%= 7*7 %>");

    @TargetDb
    private TestDatabase state;

    @TempDir
    private Path directory;

    private AloneServer server;

    @BeforeEach
    void start() throws Exception {
        JdbcPipelineStore store = new JdbcPipelineStore(state.dataSource(), null, true);
        store.position("orders");
        NAMES.forEach(store::position);
        server = AloneServer.start(
                url(), "--port", "0", "--write", "--users", users("olga = operate o", "rita = repair r"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String url() {
        return state.url() + (state.url().contains("?") ? "&" : "?") + "user=" + state.user() + "&password="
                + state.password();
    }

    private String users(String... lines) throws Exception {
        Path file = directory.resolve("users");
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private ConsoleClient rita() {
        return ConsoleClient.of(server.address()).as("rita", "r");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_pipeline_of_any_name_is_seen_paused_and_found_again() {
        for (String name : NAMES) {
            String address = "pipeline?name=" + encoded(name);
            HttpResponse<String> page = rita().get(address);
            assertThat(page.statusCode()).as(name).isEqualTo(200);
            assertThat(page.body()).as(name).doesNotContain("<img src=x");
            JsonNode seen = rita().json("api/" + address);
            assertThat(seen.path("line").path("name").asText()).isEqualTo(name);
            HttpResponse<String> done = rita().form(
                            Map.of("act", "pause", "name", name, "back", "pipeline"), "Sec-Fetch-Site", "same-origin");
            assertThat(done.statusCode()).as(name + done.body()).isEqualTo(303);
            String location = done.headers().firstValue("Location").orElseThrow();
            assertThat(done.headers().map()).doesNotContainKey("x-evil");
            assertThat(rita().get(location).body()).as(location).contains("paused");
            assertThat(state.<Boolean>value("select paused from etl_pipeline where name = ?", name))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void whatever_is_sent_the_answer_is_an_answer_and_nothing_of_ours_falls_over() {
        List<String> orders = List.of(
                "{\"pipelines\":[\"orders\"],\"what\":\"rejected\",\"ids\":[null],\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"rejected\",\"ids\":[1.5],\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"rejected\",\"ids\":[\"x\"],\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"rejected\",\"ids\":[1e30],\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"group\",\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"group\",\"table\":\"\\u0000\",\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\"],\"what\":\"x\",\"typed\":\"orders\"}",
                "{\"pipelines\":[\"orders\",\"..\"],\"typed\":\"orders\"}",
                "{\"pipelines\":[\"\\ud800\"]}",
                "{\"pipelines\":[null]}",
                "{\"pipelines\":[[]]}",
                "{\"pipelines\":{}}",
                "{\"pipelines\":[\"orders\"],\"pipelines\":[\"..\"],\"typed\":\"orders\",\"more\":1}",
                "[".repeat(20_000),
                "{\"a\":".repeat(5_000),
                "\uFEFF{}",
                "{}{}");
        for (String act : List.of("discard", "seek", "run")) {
            for (String order : orders) {
                HttpResponse<String> answer = rita().order(act, order, "X-Requested-By", "me");
                assertThat(answer.statusCode()).as(act + " " + order).isBetween(200, 499);
                assertThat(answer.body()).as(act + " " + order).doesNotContain("Exception", "\tat ", "io.cameletl");
            }
        }
        for (String query : List.of(
                "name=orders&name=..",
                "name=orders&skipped=9223372036854775807&rejected=9223372036854775807",
                "name=orders&skipped=9223372036854775808",
                "name=orders&rejected=1e3",
                "name=orders&rejected=%00",
                "name=%",
                "name=%zz",
                "name=%00",
                "name=%F0%9F",
                "name",
                "&&&=&=x",
                "name=" + "x".repeat(5_000),
                "done=" + encoded("<script>"),
                "show=" + encoded("<script>alert(1)</script>") + "&q=" + encoded("\"><script>alert(1)</script>"))) {
            for (String path : List.of("", "part/overview", "api/pipelines", "pipeline", "api/pipeline", "confirm")) {
                HttpResponse<String> answer = rita().get(raw(path + "?" + query));
                assertThat(answer.statusCode()).as(path + "?" + query).isBetween(200, 499);
                assertThat(answer.body()).as(path + "?" + query).doesNotContain("Exception", "\tat ");
                if (!path.startsWith("api")) {
                    assertThat(answer.body()).as(path + "?" + query).doesNotContain("<script>alert");
                }
            }
        }
    }

    /** What Java's own client would refuse to send is left to {@link #bytes_that_are_no_request_close_the_connection}. */
    private static String raw(String path) {
        return path.replace("%zz", "%25zz").replaceAll("%$", "%25");
    }

    @Test
    void bytes_that_are_no_request_close_the_connection() {
        for (String text : List.of(
                "GET /pipeline?name=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /pipeline?name=% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /\\..\\ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %%%\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic\r\nConnection: close\r\n\r\n",
                "FOO / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /do HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
                "POST /do HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
                "POST /do HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
                "\0\0\0\0\r\n\r\n")) {
            assertThat(ConsoleClient.raw(server.address(), text))
                    .as(text)
                    .doesNotContain("\tat ", "HTTP/1.1 200", "HTTP/1.1 500")
                    .doesNotContain("Location: //");
        }
        assertThat(rita().get("").statusCode()).isEqualTo(200);
    }

    @Test
    void who_sends_ten_megabytes_is_told_that_it_is_too_much() throws Exception {
        URI address = server.address();
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/pause HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n"
                            + "Content-Type: application/json\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[100_000]);
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] line = in.readNBytes(12);
            assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
        assertThat(rita().get("").statusCode()).isEqualTo(200);
    }

    @Test
    void what_was_removed_meanwhile_is_not_made_again() {
        ConsoleClient rita = rita();
        rita.get("");
        state.execute("delete from etl_pipeline where name = 'orders'");
        for (String act : List.of("pause", "resume", "close-breaker", "discard")) {
            HttpResponse<String> answer =
                    rita.order(act, "{\"pipelines\":[\"orders\"],\"typed\":\"orders\"}", "X-Requested-By", "me");
            assertThat(answer.statusCode()).as(act + answer.body()).isIn(404, 409);
            rita.get("");
        }
        assertThat(state.<Long>value("select count(*) from etl_pipeline where name = 'orders'"))
                .isZero();
        assertThat(state.<Long>value("select count(*) from etl_action")).isZero();
    }

    @Test
    void state_that_became_read_only_or_went_is_told_and_found_again() {
        ConsoleClient rita = rita();
        rita.get("");
        state.execute("alter table etl_action rename to elsewhere");
        HttpResponse<String> answer = rita.order("pause", "{\"pipelines\":[\"orders\"]}", "X-Requested-By", "me");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(rita.get("pipeline?name=orders").statusCode()).isEqualTo(503);
        assertThat(state.<Boolean>value("select paused from etl_pipeline where name = 'orders'"))
                .as("done and not written down")
                .isFalse();
        state.execute("alter table elsewhere rename to etl_action");
        assertThat(rita.order("pause", "{\"pipelines\":[\"orders\"]}", "X-Requested-By", "me")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Written by hand, by a restore, or by versions to come. */
    @Test
    void whatever_the_tables_hold_the_rest_is_shown() {
        state.execute(
                "update etl_pipeline set from_at = 'infinity', before_at = '-infinity', cursor = '[{\"a\":[1,\"x\",null]},1e5]',"
                        + " lease_owner = '', lease_until = 'infinity', lease_since = '-infinity', lease_phase = '<xmp>',"
                        + " lease_page = -1, lease_rows = -5, run_number = 9223372036854775807, consecutive_failures = -1,"
                        + " last_error = '', breaker_state = 'HALF', last_idle_at = 'infinity', idle_runs = -1"
                        + " where name = 'orders'",
                "update etl_pipeline set from_at = '4713-01-01 BC', before_at = '294276-01-01', breaker_state = 'OPEN',"
                        + " breaker_until = 'infinity', lease_owner = E'a\nb', lease_until = '0001-01-01' where name = '..'",
                "insert into etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables, message, lag)"
                        + " select 'orders', n, case n when 1 then '' when 2 then '<i>' else 'DRAINED' end,"
                        + " case n when 1 then timestamptz 'infinity' when 2 then '-infinity' when 3 then '4713-01-01 BC'"
                        + " else now() end, case n when 4 then interval '-3 days' when 5 then '9000 years' else '0' end,"
                        + " -n, -n, case n when 1 then 'null' when 2 then '[]' when 3 then '\"x\"'"
                        + " when 4 then '{\"<xmp>\":null}' when 5 then '{\"a\":{\"inserted\":\"x\",\"updated\":1e30}}'"
                        + " else '{}' end::json, repeat(E'\\u202e<script>alert(1)</script>', 100), interval '-1 day'"
                        + " from generate_series(1, 7) n",
                "insert into etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables)"
                        + " values ('nobody''s', 1, 'FAILED', now() - interval '9 years', '1 s', 1, 1, '{}')",
                "insert into etl_skipped_page (pipeline, run_number, cursor_type, end_cursor, from_at, before_at, rows, reason)"
                        + " values ('orders', -1, '', 'null', '-infinity', 'infinity', -1, '')",
                "insert into etl_rejected_record (pipeline, run_number, target_table, record_key, record, reason, waits_for,"
                        + " postponed_at) values ('orders', 0, '', '', 'null', '', '', 'infinity'),"
                        + " ('orders', 0, '<u>', '', '[]', '', null, null)",
                "insert into etl_action (pipeline, action, done_by, way, details)"
                        + " values ('orders', 'x<xmp>', '<img src=x onerror=alert(1)>', '', 'null')");
        for (String path : List.of(
                "",
                "part/overview",
                "pipeline?name=orders",
                "pipeline?name=..",
                "part/pipeline?name=orders",
                "api/pipelines",
                "api/pipeline?name=orders",
                "api/pipeline?name=..",
                "confirm?act=discard&name=orders",
                "confirm?act=seek&name=orders&cursor=" + encoded("{\"<xmp>\""))) {
            HttpResponse<String> answer = rita().get(path);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
            if (!path.startsWith("api")) {
                assertThat(answer.body()).as(path).doesNotContain("<script>alert", "<img src=x", "<xmp>");
            }
        }
    }

    @Test
    void a_file_of_users_is_taken_as_it_is_written() throws Exception {
        for (String line :
                List.of("* = repair x", "a:b = view x", "anna = view", "anna repair x", " = view x", "= =")) {
            String file = users(line);
            assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--users", file))
                    .as(line)
                    .hasMessageContaining("line 1");
        }
        String twice = users("anna = view x", "anna = repair y");
        assertThatThrownBy(() -> AloneServer.start("jdbc:postgresql://h/d", "--users", twice))
                .hasMessageContaining("line 2");
        server.close();
        server = AloneServer.start(url(), "--port", "0", "--users", users("anna=view = x =", "ü = view #=:"));
        ConsoleClient client = ConsoleClient.of(server.address());
        assertThat(client.as("anna", "= x =").get("").statusCode()).isEqualTo(200);
        assertThat(client.as("ü", "#=:").get("").statusCode()).isEqualTo(200);
        for (String no : new ArrayList<>(List.of("x", "x =", "= x", ""))) {
            assertThat(client.as("anna", no).get("").statusCode()).as(no).isEqualTo(401);
        }
        assertThat(client.as("*", "").get("").statusCode()).isEqualTo(401);
    }
}
