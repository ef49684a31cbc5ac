package io.cameletl.camel.component;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.StagingHook;
import io.cameletl.Target;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.OptionRule;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that cannot work are refused when the route starts, with the pipeline's name and what to do. */
@WithPostgres
@Tag("slow")
class BadOptionsTest {
    private static final String RUN = "source=#empty&dataSource=#target";
    private static final String QUERY = "query=RAW(select 1 a)&dataSource=#target";

    /** No test writes: all have the same databases, which take longer to make than the tests do. */
    private static TestDatabase source;

    private static TestDatabase target;
    private EtlContext etl;

    @BeforeAll
    static void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        target.execute("create table users (id int primary key, name text)", "create table notes (text text)");
    }

    @BeforeEach
    void open() throws Exception {
        Source<Object> empty = request -> ExtractResponse.drained();
        etl = new EtlContext(source, target).bind("empty", empty);
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source=#target&dataSource=#target&tables=users                      | needs an endpoint's URI or a bean of type",
                "source=nope:x&dataSource=#target&cursorColumns=a,b&tables=users | option source names no endpoint",
                "source=#empty&tables=users                                          | several data sources",
                "source=#empty&dataSource=#target&staging=disk&tables=users          | option staging=disk is none of [temp, unlogged]",
                "source=#empty&dataSource=#target&pageSize=0&tables=users            | pageSize must be at least 1, not 0",
                "source=#empty&dataSource=#target&onExhausted=drop&tables=users      | option onExhausted=drop is none of [hold, skip]",
                "source=#empty&dataSource=#target&on-bad-record=drop&tables=users    | option on-bad-record=drop is none of [fail, reject]",
                "dataSource=#target&operation=rnu                       | option operation=rnu is none of [run, next, load, status",
                "source=#empty&dataSource=#target&pageSize=many&tables=users         | option pageSize=many is no number. Give a whole one",
                "source=#empty&dataSource=#target&backOffMultiplier=two&tables=users | option backOffMultiplier=two is no number",
                "source=#empty&dataSource=#target&createTables=yes&tables=users      | option createTables=yes is neither true nor false",
                "source=#empty&dataSource=#target&consistencyDelay=10S&tables=users  | option consistencyDelay=10S is no duration. Give milliseconds",
                "source=#empty&dataSource=#target&leaseDuration=ages&tables=users    | option leaseDuration=ages is no duration",
                "source=#empty&dataSource=#target&backlogPageSize=-1&tables=users    | backlogPageSize must be at least 0, not -1",
                "source=#empty&dataSource=#target&prefetch=-1&tables=users           | prefetch must be at least 0",
                "source=#empty&dataSource=#target&lanes=3&tables=users               | lanes must be 1 or 2, not 3",
                "source=#empty&dataSource=#target&initialShards=0&tables=users       | initialShards must be from 1 to 64, not 0",
                "source=#empty&dataSource=#target&verifyRangeSize=0&tables=users     | verifyRangeSize must be at least 1, not 0",
                "source=#empty&dataSource=#target&verifyRowsPerSecond=-1&tables=users | verifyRowsPerSecond must be at least 0, not -1",
                "source=#empty&dataSource=#target&verifyPause=-1&tables=users        | verifyPause must not be negative",
                "source=#empty&dataSource=#target&verifyEvery=-1&tables=users       | verifyEvery must not be negative",
                "source=#empty&dataSource=#target&verifyEvery=1d&tables=users       | compare the rows of a query with the one table",
                "source=#empty&dataSource=#target&fullPassEvery=-1&tables=users      | fullPassEvery must not be negative",
                "source=#empty&dataSource=#target&maxSurplus=some&tables=users      | maxSurplus must be a number of rows, such as 500, or a part",
                "source=#empty&dataSource=#target&maxSurplus=RAW(101%)&tables=users  | maxSurplus must be a number of rows",
                "source=#empty&dataSource=#target&maxSurplus=1.5&tables=users       | maxSurplus must be a number of rows",
                "source=#empty&dataSource=#target&maxSurplus=1e999999999&tables=users | maxSurplus must be a number of rows",
                "source=#empty&dataSource=#target&maxSurplus=RAW(1e-999999999%)&tables=users | maxSurplus must be a number of",
                "source=#empty&dataSource=#target&verifyWhere=a;b&tables=users       | verifyWhere must be one condition in SQL",
                "source=#empty&dataSource=#target&consistencyDelay=-5&tables=users   | consistencyDelay must not be negative",
                "source=#empty&dataSource=#target&historyRetention=59s&tables=users  | historyRetention must be at least 1 minute",
                "source=#empty&dataSource=#target&historyMaxRuns=0&tables=users      | historyMaxRuns must be at least 1",
                "source=#empty&dataSource=#target&leaseDuration=1&tables=users       | leaseDuration must be at least 100 ms",
                "source=#empty&dataSource=#target&cursorType=no.Such&tables=users    | cursorType=no.Such: there is no such class",
                "source=#empty&dataSource=#target&cursorType=java.lang.Object&tables=users | has no equals",
                "source=#empty&dataSource=#target&seedCursor=RAW({})&tables=users    | and {} has none",
                "source=#empty&dataSource=#target&sourceTimeZone=Mars&tables=users   | sourceTimeZone=Mars is no time zone",
                "source=#empty&dataSource=#target&transform=nope:x&tables=users      | option transform names no endpoint",
                "source=#empty&dataSource=#target&tables=users&table.users.deletes=all | option table.users.deletes=all is none of [delete, mark, ignore]",
                "source=#empty&dataSource=#target&tables=users&table.users.strategy=scd | none of [merge, append, history]",
                "source=#empty&dataSource=#target&tables=users&deletes=mark | deletes=mark of the table users needs deletedColumn",
                "source=#empty&dataSource=#target&tables=users&strategy=history | strategy=history of the table \"users\" needs versionColumn",
                "source=#empty&dataSource=#target&tables=users&strategy=append | strategy=append of the table \"users\" needs versionColumn",
                "source=#empty&dataSource=#target&tables=users&table.users.validToColumn=x | need strategy=history",
                "source=#empty&dataSource=#target&tables=users&table.users.color=red | option table.users.color is none",
                "source=#empty&dataSource=#target&tables=users&table.user.keyColumns=id | option table.user.keyColumns is none",
                "source=#empty&dataSource=#target&tables=people         | people",
                "source=#empty&dataSource=#target&tables=notes          | primary key",
                "source=#empty&dataSource=#target&tables=users&keyColumns=name | unique",
                "source=#empty&dataSource=#target&tables=users&keyColumns=nick | nick",
                "source=#empty&dataSource=#target&tables=users&versionColumn=changed | changed",
                "source=#empty&dataSource=#target&tables=users,users    | twice",
                "source=#empty&dataSource=#target&stateSchema=nowhere&createTables=false&tables=users | schema.sql",
            })
    void is_refused_at_start(String options, String message) {
        assertThat(refusal(options)).contains(message);
    }

    private static final String FULL = QUERY + "&sourceDataSource=#source&tables=users&keyColumns=id&mode=full";

    private static final String PASSES =
            QUERY + "&sourceDataSource=#source&tables=users&cursorColumns=id&fullPassEvery=1h";

    /** For each rule between options, by what comes before the colon, options that break it. */
    private static final Map<String, String> BROKEN = Map.ofEntries(
            entry("source does not go with query", RUN + "&query=RAW(select 1 a)"),
            entry("operation=run needs source or query", "dataSource=#target"),
            entry("operation=verify needs source or query, and tables", "dataSource=#target&operation=verify"),
            entry("operation=reload needs source or query", "dataSource=#target&operation=reload"),
            entry(
                    "operation=reconcile needs query and tables, and no transform, commit, commitSql or target",
                    "dataSource=#target&operation=reconcile"),
            entry("mode=full needs query and tables with just one name", "source=#empty&dataSource=#target&mode=full"),
            entry("mode=full needs keyColumns", QUERY + "&sourceDataSource=#source&tables=users&mode=full"),
            entry("mode=full does not go with cursorColumns", FULL + "&cursorColumns=id"),
            entry("mode=full does not go with transform", FULL + "&transform=direct:x"),
            entry("mode=full does not go with commit, commitSql or target", FULL + "&commitSql=x"),
            entry("mode=full does not go with seedCursor", FULL + "&seedCursor=x"),
            entry("mode=full does not go with initialShards, lookback or openTransactionGuard", FULL + "&lookback=5s"),
            entry("mode=full does not go with maxPagesPerRun or onExhausted=skip", FULL + "&maxPagesPerRun=1"),
            entry("mode=full does not go with operation=next and operation=load", FULL + "&operation=load"),
            entry("fullPassEvery does not go with fullPassCron", PASSES + "&fullPassCron=0 0 3 * * ?"),
            entry("fullPassEvery or fullPassCron does not go with mode=full", FULL + "&fullPassEvery=1h"),
            entry("fullPassEvery or fullPassCron needs query and tables with just one name", RUN + "&fullPassEvery=1h"),
            entry("fullPassEvery or fullPassCron does not go with transform", PASSES + "&transform=direct:x"),
            entry(
                    "fullPassEvery or fullPassCron does not go with commit, commitSql or target",
                    PASSES + "&commitSql=x"),
            entry(
                    "fullPassEvery or fullPassCron does not go with operation=next and operation=load",
                    PASSES + "&operation=next"),
            entry("query needs sourceDataSource", QUERY),
            entry("query needs cursorColumns", QUERY + "&sourceDataSource=#source"),
            entry(
                    "query does not go with cursorType",
                    QUERY + "&sourceDataSource=#source&cursorColumns=a&cursorType=TimestampCursor"),
            entry("an endpoint as source needs cursorColumns", "source=direct:x&dataSource=#target"),
            entry("omitColumns needs query or an endpoint as source", RUN + "&omitColumns=a"),
            entry(
                    "omitColumns does not go with transform",
                    QUERY + "&sourceDataSource=#source&cursorColumns=a&omitColumns=a&transform=direct:x"),
            entry(
                    "rows without a transform need tables with just one name",
                    QUERY + "&sourceDataSource=#source&cursorColumns=a"),
            entry("openTransactionGuard needs sourceDataSource", RUN + "&openTransactionGuard=true"),
            entry(
                    "lookback needs a source that can go back in time from its cursor",
                    RUN + "&lookback=1h&cursorType=java.lang.Integer"),
            entry("lookback does not go with onExhausted=skip", RUN + "&lookback=1h&onExhausted=skip"),
            entry("initialShards needs query", RUN + "&initialShards=2"),
            entry(
                    "initialShards does not go with maxPagesPerRun",
                    QUERY + "&sourceDataSource=#source&cursorColumns=a&tables=users&initialShards=2&maxPagesPerRun=1"),
            entry(
                    "initialShards does not go with target",
                    QUERY + "&sourceDataSource=#source&cursorColumns=a&tables=users&initialShards=2&target=#t"),
            entry("onBadRecord=reject does not go with target", RUN + "&onBadRecord=reject&target=#t"),
            entry("onBadRecord=reject does not go with commit", RUN + "&onBadRecord=reject&commit=#c"),
            entry("onBadRecord=reject does not go with commitSql", RUN + "&onBadRecord=reject&commitSql=x"),
            entry(
                    "onBadRecord=reject does not go with stateDataSource",
                    RUN + "&onBadRecord=reject&stateDataSource=#source"),
            entry(
                    "onBadRecord=reject needs maxRejectsPerRun of at least 1",
                    RUN + "&onBadRecord=reject&maxRejectsPerRun=0"),
            entry("redeliveryDelay needs maximumRedeliveryDelay of at least as much", RUN + "&redeliveryDelay=2m"),
            entry("commit does not go with commitSql", RUN + "&commit=#c&commitSql=x"),
            entry("metadataColumn needs commit or commitSql", RUN + "&metadataColumn=meta"),
            entry("keepFailedStaging needs staging=unlogged", RUN + "&keepFailedStaging=true"),
            entry("keyColumns needs tables", RUN + "&keyColumns=id"),
            entry("versionColumn needs tables", RUN + "&versionColumn=name"),
            entry("deletedColumn needs tables", RUN + "&deletedColumn=name"),
            entry("keyColumns does not go with target", RUN + "&target=#t&tables=users&keyColumns=id"),
            entry("versionColumn does not go with target", RUN + "&target=#t&tables=users&versionColumn=name"),
            entry("deletedColumn does not go with target", RUN + "&target=#t&tables=users&deletedColumn=name"),
            entry("deletes needs tables", RUN + "&deletes=ignore"),
            entry("deletes does not go with target", RUN + "&target=#t&tables=users&deletes=ignore"),
            entry("strategy needs tables", RUN + "&strategy=append"),
            entry("strategy does not go with target", RUN + "&target=#t&tables=users&strategy=append"),
            entry("validFromColumn needs tables", RUN + "&validFromColumn=f"),
            entry("validFromColumn does not go with target", RUN + "&target=#t&tables=users&validFromColumn=f"),
            entry("validToColumn needs tables", RUN + "&validToColumn=t"),
            entry("validToColumn does not go with target", RUN + "&target=#t&tables=users&validToColumn=t"),
            entry("verifyWhere needs tables", RUN + "&verifyWhere=x"),
            entry("verifyWhere does not go with target", RUN + "&target=#t&tables=users&verifyWhere=x"),
            entry("schemaChanges does not go with target", RUN + "&target=#t&schemaChanges=ignore"),
            entry("createTargetTables does not go with target", RUN + "&target=#t&createTargetTables=true"),
            entry("schemaChanges needs tables", RUN + "&schemaChanges=addColumns"),
            entry("createTargetTables needs tables", RUN + "&createTargetTables=true"),
            entry("table.* does not go with target", RUN + "&target=#t&tables=users&table.users.keyColumns=id"),
            entry("commit does not go with target", RUN + "&target=#t&commit=#c"),
            entry("commitSql does not go with target", RUN + "&target=#t&commitSql=x"),
            entry("stagingHook does not go with target", RUN + "&target=#t&stagingHook=#h"),
            entry("metadataColumn does not go with target", RUN + "&target=#t&metadataColumn=meta"),
            entry("lockTimeout needs query or the PostgreSQL target", RUN + "&target=#t&lockTimeout=1s"),
            entry("statementTimeout needs query or the PostgreSQL target", RUN + "&target=#t&statementTimeout=1s"),
            entry("allowedTables does not go with target", RUN + "&target=#t&allowedTables=x"),
            entry("tables does not go with allowedTables", RUN + "&tables=users&allowedTables=x"),
            entry("a pipeline that loads into PostgreSQL needs tables, or allowedTables", RUN));

    static List<OptionRule<OptionReader>> rules() {
        return OptionRule.OF_ENDPOINTS;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_between_options_is_checked_before_anything_is_built(OptionRule<OptionReader> rule) {
        assertThat(BROKEN).containsKey(head(rule));

        assertThat(refusal(BROKEN.get(head(rule)))).isEqualTo("pipeline \"bad\": " + rule.text());
    }

    @Test
    void no_two_rules_begin_with_the_same_words_and_each_is_tested() {
        assertThat(rules()).extracting(BadOptionsTest::head).containsExactlyInAnyOrderElementsOf(BROKEN.keySet());
    }

    private static String head(OptionRule<?> rule) {
        return rule.text().substring(0, rule.text().indexOf(": "));
    }

    private String refusal(String options) {
        etl.bind("c", (CommitFunction) input -> {})
                .bind("h", (StagingHook) staging -> {})
                .bind("t", (Target) page -> {});

        Throwable refusal = catchThrowable(() -> etl.route("bad", options));

        Throwable root = refusal;
        while (root != null && !(root instanceof EtlException)) {
            root = root.getCause();
        }
        assertThat(root).as("%s", refusal).isNotNull().hasMessageContaining("pipeline \"bad\"");
        return root.getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"staging=UNLOGGED", "onExhausted=Skip", "onBadRecord=REJECT", "operation=Run", "pageSize=7"})
    void case_does_not_matter_in_a_value(String option) throws Exception {
        etl.route("good", RUN + "&tables=users&" + option);

        assertThat(etl.run("good").pages()).isZero();
    }

    @Test
    void a_bean_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> etl.route("bad", "source=#nobody&dataSource=#target"))
                .hasStackTraceContaining("nobody");
    }

    @Test
    void an_unknown_option_is_refused() {
        assertThatThrownBy(() -> etl.route("bad", RUN + "&pagesize=5&colour=red"))
                .hasStackTraceContaining("colour");
    }

    @Test
    void without_any_data_source_the_message_says_how_to_bind_one() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("empty", (Source<Object>) request -> ExtractResponse.drained());
            context.start();
            assertThatThrownBy(() -> context.getEndpoint("etl:bad?source=#empty&tables=users")
                            .start())
                    .hasMessageContaining("pipeline \"bad\": there is no data source");
        }
    }

    @Test
    void without_the_right_to_create_state_tables_they_must_be_there(TestDatabase fresh) {
        etl.bind("fresh", fresh.dataSource());

        assertThatThrownBy(() ->
                        etl.route("bad", "source=#empty&dataSource=#fresh&allowedTables=users&createTables=false"))
                .hasStackTraceContaining("pipeline \"bad\": schema")
                .hasStackTraceContaining("lacks the state tables")
                .hasStackTraceContaining("schema.sql");
    }

    @Test
    void the_only_data_source_is_found_by_itself() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("empty", (Source<Object>) request -> ExtractResponse.drained());
            context.getRegistry().bind("db", target.dataSource());
            context.start();
            context.getEndpoint("etl:good?source=#empty&tables=users").start();
        }
    }

    @Test
    void a_password_never_reaches_a_message() throws Exception {
        BasicDataSource wrong = new BasicDataSource();
        wrong.setUrl(target.url());
        wrong.setUsername("nobody_there");
        wrong.setPassword("hunter2-secret");
        etl.bind("wrong", wrong);

        Throwable refusal = catchThrowable(() -> etl.route("bad", "source=#empty&dataSource=#wrong&tables=users"));

        assertThat(refusal).isNotNull();
        java.io.StringWriter everything = new java.io.StringWriter();
        refusal.printStackTrace(new java.io.PrintWriter(everything));
        assertThat(everything.toString()).contains("pipeline \"bad\"").doesNotContain("hunter2-secret");
        wrong.close();
    }

    @Test
    void a_database_that_is_down_does_not_keep_the_route_from_starting() throws Exception {
        BasicDataSource down = new BasicDataSource();
        down.setUrl("jdbc:postgresql://localhost:1/none");
        etl.bind("down", down);

        etl.route("later", "source=#empty&dataSource=#down&tables=users&maximumRedeliveries=0");

        assertThatThrownBy(() -> etl.run("later"))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("later");
        down.close();
    }

    @Test
    void a_pipeline_that_the_context_runs_already_is_refused() throws Exception {
        etl.route("users", RUN + "&tables=users");

        assertThatThrownBy(() -> etl.camel()
                        .getEndpoint("etl:users?" + RUN + "&tables=users&pageSize=5")
                        .start())
                .hasMessageContaining("pipeline \"users\": this context runs a pipeline of that name already");

        etl.camel().getEndpoint("etl:users?operation=status&dataSource=#target").start();
        etl.camel().getRouteController().stopRoute("users");
        etl.camel().removeRoute("users");
        etl.route("users", RUN + "&tables=users&pageSize=5");
        assertThat(etl.run("users").pages()).isZero();
    }

    @Test
    void what_was_refused_once_can_be_corrected() throws Exception {
        assertThatThrownBy(() -> etl.route("users", RUN + "&tables=nobodies")).isNotNull();
        etl.camel().removeRoute("users");

        etl.route("users", RUN + "&tables=users");
        assertThat(etl.run("users").pages()).isZero();
    }
}
