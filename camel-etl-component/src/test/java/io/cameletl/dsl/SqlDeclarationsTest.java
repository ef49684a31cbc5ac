package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.KeysetCursor;
import io.cameletl.RunReport;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL that Camel's URIs would change brings the rows that it asks for, or is refused with what to write instead. */
@Tag("slow")
@WithPostgres
class SqlDeclarationsTest {
    private static final String OPTIONS =
            "&sourceDataSource=#source&cursorColumns=updated_at,id&dataSource=#target&tables=t&consistencyDelay=0";
    private static final String PARAMETERS =
            """
                          sourceDataSource: "#source"
                          cursorColumns: updated_at,id
                          dataSource: "#target"
                          tables: t
                          consistencyDelay: 0
            """;

    private final CamelContext camel = new DefaultCamelContext();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create table t (id int primary key, n text, j jsonb, a int, b int,"
                        + " updated_at timestamptz not null default now() - interval '1 minute')",
                "insert into t (id, n, j, a, b) select g, (array['a+b', 'a b', 'madam', 'beef', 'x&y', '100%', 'de',"
                        + " 'plain', E'line1\\nline2', '{{x}}', 'line1line2', 'x'])[g],"
                        + " jsonb_build_object('k' || g % 3, g), g, g * 2 from generate_series(1, 12) g");
        target.execute("create table t (id int primary key, n text, updated_at timestamptz not null)");
        camel.getRegistry().bind("source", source.dataSource());
        camel.getRegistry().bind("target", target.dataSource());
        camel.getPropertiesComponent().addInitialProperty("x", "plain");
        camel.getPropertiesComponent()
                .addInitialProperty("sql", "select id, n, updated_at from t -- all\nwhere n = 'a+b'");
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                Arguments.of(
                        "operators of jsonb",
                        """
                        >-
                          select id, n, updated_at from t where (j ? 'k1' or j ?| array['k2','zz'] or
                          j ?& array['k0']) and j @? '$.*' and '?' = '?' and "n" <> '??' and id < 5
                        """,
                        "1,2,3,4"),
                Arguments.of(
                        "a comment at the end of one line",
                        """
                        >-
                          select id, n, updated_at from t where id <= 3 -- ?
                        """,
                        "1,2,3"),
                Arguments.of(
                        "a comment in a block",
                        """
                        |
                          select id, n, updated_at from t -- customers only
                          where id <= 3
                        """,
                        "1,2,3"),
                Arguments.of(
                        "several lines",
                        """
                        |
                          select id, n,
                            updated_at
                          from t
                          where id <= 3
                        """,
                        "1,2,3"),
                Arguments.of(
                        "operators",
                        """
                        >-
                          select id, n, updated_at from t where 'a+b %41 a&b=c #x %2B' || '+' || (a + b) || '/' || (a % 5)
                          || '/' || (a & 7) || '/' || (a # 3) || '/' || (a | 8) = 'a+b %41 a&b=c #x %2B+3/1/1/2/9'
                        """,
                        "1"),
                Arguments.of("like", "select id, n, updated_at from t where n like '%ad%' or n like '%ee%'", "3,4"),
                Arguments.of("plus", "select id, n, updated_at from t where n = 'a+b'", "1"),
                Arguments.of(
                        "a line break in a text", "\"select id, n, updated_at from t where n = 'line1\\nline2'\"", "9"),
                Arguments.of("a property", "select id, n, updated_at from t where n = '{{x}}'", "8"),
                Arguments.of("SQL in a property", "\"{{sql}}\"", "1"),
                Arguments.of("RAW", "RAW(select id, n, updated_at from t where n like '%ad%' or n = 'a+b')", "1,3"));
    }

    @ParameterizedTest(name = "{0}")
    @OneIn(4)
    @MethodSource("blocks")
    void in_yaml_parameters(String what, String block, String ids) throws Exception {
        yaml(
                """
                - route:
                    id: t
                    from:
                      uri: direct:t
                      steps:
                        - to:
                            uri: etl:t
                            parameters:
                """
                        + PARAMETERS
                        + "              query: " + block.indent(16).strip());
        assertIds(ids);
    }

    @ParameterizedTest(name = "{0}")
    @OneIn(4)
    @MethodSource("blocks")
    void in_the_route_template(String what, String block, String ids) throws Exception {
        yaml(
                """
                - templatedRoute:
                    routeTemplateRef: etl-pipeline
                    routeId: t
                    parameters:
                      - { name: pipeline, value: t }
                      - { name: every, value: 1h }
                      - { name: sourceDataSource, value: "#source" }
                      - { name: cursorColumns, value: "updated_at,id" }
                      - { name: dataSource, value: "#target" }
                      - { name: tables, value: t }
                      - { name: consistencyDelay, value: "0" }
                      - name: query
                        value: """
                        + " " + block.indent(8).strip());
        AdviceWith.adviceWith(camel, "t", route -> route.replaceFromWith("direct:t"));
        assertIds(ids);
    }

    @ParameterizedTest(name = "{0}")
    @OneIn(4)
    @MethodSource("blocks")
    void in_a_route_template_of_one_s_own(String what, String block, String ids) throws Exception {
        yaml(
                """
                - routeTemplate:
                    id: mine
                    parameters:
                      - name: select
                    from:
                      uri: direct:t
                      steps:
                        - to:
                            uri: etl:t
                            parameters:
                              query: "{{select}}"
                """
                        + PARAMETERS
                        + """
                - templatedRoute:
                    routeTemplateRef: mine
                    routeId: t
                    parameters:
                      - name: select
                        value: """
                        + " " + block.indent(8).strip());
        assertIds(ids);
    }

    @Test
    void in_java_a_text_block_is_what_it_is_and_braces_are_text() throws Exception {
        camel.addRoutes(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline("t", KeysetCursor.class)
                        .every(Duration.ofHours(1))
                        .query(
                                """
                                select id, n, updated_at -- all but
                                from t  --  some
                                  where n = 'line1
                                line2' or n = '{{x}}' or n like '%ad%' or n = 'a+b' -- and no more
                                """,
                                source.dataSource())
                        .cursorColumns("updated_at", "id")
                        .consistencyDelay(Duration.ZERO)
                        .target(postgres(target.dataSource()).table("t"));
            }
        });
        AdviceWith.adviceWith(camel, "t", route -> route.replaceFromWith("direct:t"));
        assertIds("1,3,9,10");
    }

    @Test
    void in_a_uri_of_several_lines_raw_keeps_those_of_the_text() throws Exception {
        route(
                """
                etl:t
                  ?query=RAW(select id, n, updated_at -- all
                             from t where n like '%ad%' or n = 'a+b' or n = 'line1
                line2' or '%25' = n)
                  &sourceDataSource=#source
                  &cursorColumns=updated_at,
                                 id
                  &dataSource=#target&tables=t
                  &consistencyDelay=0
                """);
        assertIds("1,3,9");
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "select id, n, updated_at from t where n = 'a+b'",
                "select id, n, updated_at from t where n like '%ad%'",
                "select id, n, updated_at -- all\nfrom t",
                "RAW(select id, n, updated_at from t -- all where id < 3)",
                "RAW(select 1",
            })
    void in_a_uri_what_may_mean_another_text_is_refused(String query) {
        assertThatThrownBy(() -> {
                    route("etl:t?query=" + query + OPTIONS);
                    camel.start();
                })
                .hasStackTraceContaining("pipeline \"t\": option query");
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(strings = {"toD", "wireTap"})
    void in_a_dynamic_uri_what_is_evaluated_is_refused(String eip) {
        assertThatThrownBy(() -> yaml(
                        """
                        - route:
                            id: t
                            from:
                              uri: direct:t
                              steps:
                                - %s:
                                    uri: etl:t
                                    parameters:
                                      query: select id from t where n = 'a+b'
                        """
                                .formatted(eip)))
                .hasStackTraceContaining("pipeline \"t\": a dynamic URI, of toD or wireTap, is an expression");
    }

    @Test
    void a_comment_in_a_folded_block_that_would_swallow_the_next_line_is_refused() {
        assertThatThrownBy(
                        () -> yaml(
                                """
                        - route:
                            id: t
                            from:
                              uri: direct:t
                              steps:
                                - to:
                                    uri: etl:t
                                    parameters:
                                      query: >
                                        select id from t -- customers only
                                        where id <= 3
                        """))
                .hasStackTraceContaining("pipeline \"t\": option query has a -- comment that reaches to its end");
    }

    @Test
    void a_property_that_is_not_there_is_named_with_the_option() {
        assertThatThrownBy(() -> {
                    route("etl:t?query=RAW(select '{{1,2},{3,4}}'::int[])" + OPTIONS);
                    camel.start();
                })
                .hasStackTraceContaining("pipeline \"t\": option query: Property with key [1,2},{3,4] not found")
                .hasStackTraceContaining("write a blank between the braces");
    }

    @Test
    void names_of_tables_are_texts_as_well() throws Exception {
        target.execute("create table \"a-b & c=+%41\" (id int, n text, updated_at timestamptz, code int unique)");
        source.execute("alter table t add code int", "update t set code = id");
        yaml(
                """
                - route:
                    id: t
                    from:
                      uri: direct:t
                      steps:
                        - to:
                            uri: etl:t
                            parameters:
                              query: select id, n, code, updated_at from t
                              sourceDataSource: "#source"
                              cursorColumns: updated_at,id
                              dataSource: "#target"
                              tables: a-b & c=+%41
                              table.a-b & c=+%41.keyColumns: code
                              consistencyDelay: 0
                """);
        camel.start();
        run();
        assertThat(target.<Long>value("select count(*) from \"a-b & c=+%41\"")).isEqualTo(12L);
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(strings = {"UTF-8", "UTF-8 with mark", "ISO-8859-1"})
    void in_a_resource_it_is_utf_8_with_or_without_a_mark(String kind, @TempDir Path folder) throws Exception {
        source.execute("insert into t (id, n) values (20, 'ü')");
        String sql = "select id, n, updated_at -- {{x}}\r\nfrom t\r\nwhere n = 'ü' or n like '%ad%'";
        route("etl:t?query=file:" + written(folder, kind, sql) + OPTIONS);
        if (kind.startsWith("UTF-8")) {
            assertIds("3,20");
        } else {
            assertThatThrownBy(camel::start).hasStackTraceContaining("users.sql is not written in UTF-8");
        }
    }

    private static Path written(Path folder, String kind, String sql) throws IOException {
        Charset charset = kind.startsWith("ISO") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        return Files.writeString(folder.resolve("users.sql"), kind.endsWith("mark") ? "\ufeff" + sql : sql, charset);
    }

    private void yaml(String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", text));
    }

    private void route(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:t").routeId("t").to(uri);
            }
        });
    }

    private void assertIds(String ids) {
        camel.start();
        run();
        List<Integer> expected = Stream.of(ids.split(",")).map(Integer::valueOf).toList();
        assertThat(target.query("select id from t order by id"))
                .extracting(row -> row.get("id"))
                .containsExactlyElementsOf(expected);
    }

    private void run() {
        camel.createProducerTemplate().requestBody("direct:t", null, RunReport.class);
    }
}
