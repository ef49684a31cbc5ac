package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a cursor comes in, one that would hide rows is refused, and the next run reads what is new. */
@WithEtl
@Tag("slow")
class HostileCursorsTest {
    private static final String SOURCE =
            "query=RAW(select id, updated_at from users)&sourceDataSource=#source&cursorColumns=updated_at,id";
    private static final String QUERY = SOURCE + "&dataSource=#target&tables=users&consistencyDelay=0";
    private static final String GOOD = "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"0\"}";
    private static final List<String> BAD = List.of(
            "{}",
            "null",
            "{\"updated_at\":null,\"id\":\"0\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":null}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"0\",\"more\":\"1\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"ID\":\"0\"}",
            "{\"updated_at\":\"9998-01-01 00:00:00+00\",\"id\":\"0\"}",
            "{\"updated_at\":\"infinity\",\"id\":\"0\"}",
            "{\"id\":\"0\",\"updated_at\":\"Infinity\"}",
            GOOD + "x",
            GOOD + GOOD,
            "{\"id\":\"9\"," + GOOD.substring(1),
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"" + "9".repeat(70_000) + "\"}");

    /** Only the source can tell that these are none of their columns' types, or no fixed time. */
    private static final List<String> BAD_FOR_SOURCE = List.of(
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"x\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"1; drop table users\"}",
            "{\"updated_at\":\"some day\",\"id\":\"0\"}",
            "{\"updated_at\":\"2026-01-31 25:00:00+00\",\"id\":\"0\"}",
            "{\"updated_at\":\"now\",\"id\":\"0\"}",
            "{\"updated_at\":\"12:00 Tomorrow\",\"id\":\"0\"}");

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table users (id bigint primary key, updated_at timestamptz not null)");
        target.execute("create table users (id bigint primary key, updated_at timestamptz not null)");
    }

    @ParameterizedTest
    @OneIn(2)
    @ValueSource(strings = {"Nan", "inf", "Infinity", "2999-01-01"})
    void a_text_that_only_looks_like_a_time_is_no_time(String name) throws Exception {
        source.execute("create table names (name text primary key)", "insert into names values ('" + name + "')");
        target.execute("create table names (name text primary key)");
        etl.route(
                "names",
                "query=RAW(select name from names)&sourceDataSource=#source&cursorColumns=name&dataSource=#target"
                        + "&tables=names");
        etl.run("names");
        source.execute("insert into names values ('zz')");

        etl.run("names");

        assertThat(target.query("select name from names where name = 'zz'")).hasSize(1);
    }

    @Test
    void no_way_in_takes_one() throws Exception {
        etl.route("users", QUERY + "&allowOperationHeader=true");
        insert(1);
        etl.run("users");
        String before = cursor();
        List<String> ways = List.of("body", "header", "own endpoint", "own endpoint with columns");
        Seeded.times(3).play("HostileCursorWays", seed -> {
            Random random = Seeded.random(seed);
            for (String bad : BAD) {
                // Which column comes first, an endpoint without cursorColumns does not know.
                boolean turned = bad.startsWith("{\"id\":\"0\",");
                String way = turned ? "body" : ways.get(random.nextInt(ways.size()));
                assertThatThrownBy(() -> seek(way, bad))
                        .as("%s: %.100s", way, bad)
                        .isInstanceOf(EtlException.class);
            }
            for (String bad : BAD_FOR_SOURCE) {
                assertThatThrownBy(() -> seek("body", bad)).as(bad).isInstanceOf(EtlException.class);
            }
            assertThat(cursor()).isEqualTo(before);
            insert(random.nextInt(1_000_000) + 2);
            assertThat(etl.run("users").rows()).isOne();
            source.execute("delete from users where id > 1");
            target.execute("update etl_pipeline set cursor = '" + before + "'");
        });
    }

    @Test
    void no_seed_is_one() throws Exception {
        List<String> all = new ArrayList<>(BAD);
        all.addAll(BAD_FOR_SOURCE);
        // A far seed is the configuration's own: its first run says so.
        all.removeIf(bad ->
                bad.contains("9998") || bad.toLowerCase(java.util.Locale.ROOT).contains("infinity"));
        // Camel looks a URI through in a time that grows with the square of its length.
        all.removeIf(bad -> bad.length() > 10_000);
        for (String bad : all) {
            assertThatThrownBy(() -> etl.route("users", QUERY + "&seedCursor=RAW(" + bad + ")"))
                    .as("%.100s", bad)
                    .hasStackTraceContaining("pipeline \"users\"");
        }
        etl.route("users", QUERY + "&seedCursor=RAW({\"updated_at\":\"9998-01-01 00:00:00+00\",\"id\":\"0\"})");
        assertThatThrownBy(() -> etl.run("users")).hasMessageContaining("ahead of the source's clock");
    }

    @Test
    void no_load_takes_one() throws Exception {
        target.execute("create table orders (id bigint primary key)");
        String load = "operation=load&dataSource=#target&tables=orders&cursorType=KeysetCursor";
        etl.route("orders", load).route("declared", load + "&cursorColumns=updated_at,id");
        load("orders", 1, GOOD);
        load("declared", 1, GOOD);
        for (String pipeline : List.of("orders", "declared")) {
            for (String bad : BAD) {
                if (pipeline.equals("orders") && bad.startsWith("{\"id\":\"0\",")) {
                    continue; // which column comes first is not declared
                }
                assertThatThrownBy(() -> load(pipeline, 2, bad))
                        .as("%.100s", bad)
                        .isInstanceOf(EtlException.class)
                        .hasMessageContaining("pipeline \"" + pipeline + "\"");
            }
        }
        assertThat(target.count("orders")).isOne();
        assertThat(target.query("select distinct cursor::text from etl_pipeline"))
                .hasSize(1);
    }

    @ParameterizedTest
    @OneIn(2)
    @ValueSource(
            strings = {
                "{\"updated_at\":null,\"id\":\"0\"}",
                "{}",
                "{\"updated_at\":\"2026-01-31 00:00:00+00\"}",
                "{\"updated_at\":\"9998-01-01 00:00:00+00\",\"id\":\"0\"}",
                "{\"updated_at\":\"infinity\",\"id\":\"0\"}",
                "{\"updated_at\":\"tomorrow\",\"id\":\"0\"}",
                "{\"updated_at\":{\"a\":1},\"id\":\"0\"}"
            })
    void one_that_is_stored_already_fails_the_run_until_another_is_set(String bad) throws Exception {
        etl.route("users", QUERY + "&allowOperationHeader=true");
        insert(1);
        etl.run("users");
        target.execute("update etl_pipeline set cursor = '" + bad + "'");
        insert(2);

        assertThatThrownBy(() -> etl.run("users")).isInstanceOf(EtlException.class);
        seek("body", GOOD);

        assertThat(etl.run("users").rows()).isEqualTo(2);
    }

    private void insert(int id) throws Exception {
        source.execute("insert into users values (" + id + ", clock_timestamp())");
    }

    private String cursor() throws Exception {
        return target.value("select cursor::text from etl_pipeline where name = 'users'");
    }

    private void load(String pipeline, int id, String cursor) {
        etl.send(pipeline, Map.of("id", id), new HashMap<>(Map.of(EtlConstants.END_CURSOR, cursor)), Object.class);
    }

    private void seek(String way, String cursor) {
        switch (way) {
            case "body" -> etl.send("users", cursor, Map.of(EtlConstants.OPERATION, "seek"), PipelineStatus.class);
            case "header" ->
                etl.send(
                        "users",
                        null,
                        Map.of(EtlConstants.OPERATION, "seek", EtlConstants.END_CURSOR, cursor),
                        PipelineStatus.class);
            case "own endpoint" -> seekBy("&cursorType=KeysetCursor", cursor);
            default -> seekBy("&cursorType=KeysetCursor&cursorColumns=updated_at,id", cursor);
        }
    }

    private void seekBy(String options, String cursor) {
        try {
            etl.camel()
                    .createProducerTemplate()
                    .requestBody("etl:users?operation=seek&dataSource=#target" + options, (Object) cursor);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
