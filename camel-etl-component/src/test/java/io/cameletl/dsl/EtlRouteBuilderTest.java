package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.Deletes;
import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.OnBadRecord;
import io.cameletl.OnExhausted;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus;
import io.cameletl.RunMode;
import io.cameletl.RunOutcome;
import io.cameletl.SchemaChanges;
import io.cameletl.Source;
import io.cameletl.StagingKind;
import io.cameletl.Strategy;
import io.cameletl.Surplus;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.component.EtlEndpointUriFactory;
import io.cameletl.dsl.support.Users;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithPostgres
@Timeout(60)
class EtlRouteBuilderTest {
    private Users users;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        users = Users.created(source, target);
    }

    @AfterEach
    void close() {
        users.close();
    }

    private static ExtractResponse<TimestampCursor> fail() throws SQLException {
        throw new SQLException("no", "42000");
    }

    @Test
    void a_pipeline_is_a_route_like_any_other() throws Exception {
        users.add(new DeclarationsTest.UsersRoutes(users));
        Model model = users.camel.getCamelContextExtension().getContextPlugin(Model.class);

        String xml = PluginHelper.getModelToXMLDumper(users.camel)
                .dumpModelAsXml(users.camel, model.getRouteDefinition("users"));

        assertThat(xml)
                .contains(
                        "quartz:etl/users?stateful=true&amp;recoverableJob=true&amp;trigger.repeatInterval=200",
                        "etl:users?query=select id, name, updated_at, deleted_at from users"
                                + "&amp;sourceDataSource=#source&amp;cursorColumns=updated_at,id",
                        "dataSource=#target",
                        "circuitBreaker=#etl.users.circuitBreaker");
    }

    @Test
    void advice_replaces_its_parts() throws Exception {
        users.add(new DeclarationsTest.UsersRoutes(users));
        AdviceWith.adviceWith(users.camel, "users", advice -> {
            advice.replaceFromWith("direct:tick");
            advice.weaveByToUri("etl:*").replace().to("mock:etl");
        });
        users.start();
        MockEndpoint mock = users.camel.getEndpoint("mock:etl", MockEndpoint.class);
        mock.expectedBodiesReceived("tick");

        users.camel.createProducerTemplate().sendBody("direct:tick", "tick");

        mock.assertIsSatisfied();
    }

    @Test
    void every_option_of_the_endpoint_has_its_method() {
        PipelineListener listener = new PipelineListener() {};
        Set<String> set = new TreeSet<>();
        PipelineBuilder<KeysetCursor> all = new PipelineBuilder<>("all", KeysetCursor.class)
                .every(Duration.ofHours(1))
                .query("select 1", users.sourceData())
                .cursorColumns("id")
                .omitColumns("at")
                .sourceTimeZone(ZoneOffset.UTC)
                .maxCursorAhead(Duration.ofDays(2))
                .seedCursor(new KeysetCursor(new java.util.LinkedHashMap<>(java.util.Map.of("id", "1"))))
                .transform("bean:x")
                .target(EtlRouteBuilder.postgres(users.targetData())
                        .table("users", t -> t.key("id")
                                .version("v")
                                .deletedWhen("d")
                                .deletes(Deletes.IGNORE)
                                .strategy(Strategy.HISTORY)
                                .validity("f", "t")
                                .verifyWhere("origin = 'crm'"))
                        .schemaChanges(SchemaChanges.IGNORE)
                        .createTargetTables()
                        .allowedTables("sales.*")
                        .commit(input -> {})
                        .commit("select 1")
                        .staging(StagingKind.UNLOGGED)
                        .keepFailedStaging()
                        .stagingHook(input -> {})
                        .metadataColumn("meta"))
                .target(page -> {})
                .stateDataSource(users.sourceData())
                .stateSchema("etl")
                .createTables(false)
                .historyRetention(Duration.ofDays(7))
                .historyMaxRuns(500)
                .leaseDuration(Duration.ofSeconds(1))
                .lockTimeout(Duration.ofSeconds(5))
                .statementTimeout(Duration.ofMinutes(5))
                .pageSize(1)
                .backlogPageSize(0)
                .maxPagesPerRun(1)
                .prefetch(0)
                .lanes(1)
                .initialShards(2)
                .verifyRangeSize(1000)
                .verifyRowsPerSecond(100)
                .verifyPause(Duration.ofSeconds(1))
                .verifyWhere("origin = 'crm'")
                .mode(RunMode.FULL)
                .fullPassEvery(Duration.ofHours(1))
                .fullPassCron("0 0 3 * * ?")
                .surplus(Surplus.REPORT)
                .maxSurplus("5")
                .consistencyDelay(Duration.ZERO)
                .openTransactionGuard()
                .lookback(Duration.ofHours(1))
                .lateAfter(Duration.ofHours(1))
                .verifyEvery(Duration.ofDays(1))
                .retry(1, Duration.ZERO, 1, Duration.ZERO)
                .onExhausted(OnExhausted.SKIP)
                .onBadRecord(OnBadRecord.REJECT)
                .maxRejectsPerRun(1)
                .maxPostponed(1)
                .logValues(false)
                .notifier(listener);
        set.addAll(all.build().options().keySet());
        set.addAll(new PipelineBuilder<>("other", Integer.class)
                .every(Duration.ofHours(1))
                .source("direct:x")
                .build()
                .options()
                .keySet());

        Set<String> options = new TreeSet<>(new EtlEndpointUriFactory().propertyNames());
        options.removeAll(Set.of(
                "pipeline",
                "operation",
                "allowOperationHeader",
                "lazyStartProducer",
                "circuitBreaker",
                "tableOptions"));
        for (TableOption option : TableOption.values()) {
            // The others are given for each table by its own builder.
            if (option != TableOption.VERIFY_WHERE) {
                options.remove(option.option());
            }
            options.add(option.option("users"));
        }
        assertThat(set).isEqualTo(options);
    }

    @Test
    void a_notifier_hears_of_its_pipeline_only_and_once() throws Exception {
        List<EtlEvent> heard = new CopyOnWriteArrayList<>();
        PipelineListener notifier = new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                heard.add(event);
            }
        };
        users.declare(
                "one", request -> fail(), p -> p.every(Duration.ofHours(1)).notifier(notifier));
        users.declare(
                "two", request -> fail(), p -> p.every(Duration.ofHours(1)).notifier("mock:alerts"));
        users.start();

        users.awaitEvents(Kind.RUN_FAILED, 2);
        MockEndpoint alerts = users.camel.getEndpoint("mock:alerts", MockEndpoint.class);
        alerts.expectedMessageCount(1);
        alerts.assertIsSatisfied();

        assertThat(heard).hasSize(1).allMatch(event -> event.pipeline().equals("one"));
        assertThat(alerts.getExchanges()
                        .get(0)
                        .getMessage()
                        .getBody(EtlEvent.class)
                        .pipeline())
                .isEqualTo("two");
    }

    @Test
    void a_failed_run_leaves_the_route_running() throws Exception {
        users.declare("users", request -> fail(), p -> p.every(Duration.ofMillis(50)));
        users.start();

        users.awaitReports(RunOutcome.FAILED, 3);
        assertThat(users.events()).containsExactly(Kind.RUN_FAILED);

        assertThat(users.camel.getRouteController().getRouteStatus("users").isStarted())
                .isTrue();
    }

    @Test
    void the_context_stops_by_itself_in_the_middle_of_a_back_off_of_five_minutes() throws Exception {
        Source<TimestampCursor> busy = request -> {
            throw new SQLException("deadlock", "40P01");
        };
        users.declare("users", busy, p -> p.every(Duration.ofHours(1))
                .retry(5, Duration.ofMinutes(5), 2.0, Duration.ofMinutes(5)));
        users.start();
        Awaitility.await()
                .until(() ->
                        users.target.<Long>value("select count(*) from pg_class where relname = 'etl_pipeline'") == 1);
        Awaitility.await()
                .until(() -> users.target.<Long>value("select count(*) from etl_pipeline where lease_owner is not null")
                        == 1);

        users.camel.stop();

        assertThat(users.camel.getShutdownStrategy().isTimeoutOccurred())
                .as("waited for the route in vain")
                .isFalse();
        assertThat(users.target.<String>value("select lease_owner from etl_pipeline"))
                .isNull();
        assertThat(users.reports(RunOutcome.STOPPED)).hasSize(1);
    }

    @Test
    void another_route_pauses_resumes_and_asks_with_no_more_than_the_database() throws Exception {
        users.declare("users", request -> ExtractResponse.drained(), p -> p.every(Duration.ofMillis(50)));
        users.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pause").to("etl:users?operation=pause&dataSource=#target");
                from("direct:resume").to("etl:users?operation=resume&dataSource=#target");
                from("direct:status").to("etl:users?operation=status&dataSource=#target");
            }
        });
        users.start();
        users.awaitRun(1);
        var template = users.camel.createProducerTemplate();

        assertThat(template.requestBody("direct:pause", null, PipelineStatus.class)
                        .paused())
                .isTrue();
        users.awaitReports(RunOutcome.PAUSED, 2);
        assertThat(template.requestBody("direct:status", null, PipelineStatus.class)
                        .paused())
                .isTrue();
        assertThat(template.requestBody("direct:resume", null, PipelineStatus.class)
                        .paused())
                .isFalse();
        int drained = users.reports(RunOutcome.DRAINED).size();
        users.awaitReports(RunOutcome.DRAINED, drained + 2);
        assertThat(users.events()).isEmpty();
    }
}
