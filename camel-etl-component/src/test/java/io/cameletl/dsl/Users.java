package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.pipeline.EtlEvent;
import io.cameletl.pipeline.PipelineListener;
import io.cameletl.pipeline.RunOutcome;
import io.cameletl.pipeline.RunReport;
import io.cameletl.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;

/** Users to sync, in a plain context that hears what the pipelines do. */
final class Users implements AutoCloseable, PipelineListener {
    static final String QUERY = "select id, name, updated_at, deleted_at from users";

    final TestDatabase source;
    final TestDatabase target;
    final CamelContext camel = new DefaultCamelContext();
    private final List<RunReport> reports = new CopyOnWriteArrayList<>();
    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();

    Users(TestDatabase source, TestDatabase target) {
        this.source = source;
        this.target = target;
        bind("source", source.dataSource());
        bind("target", target.dataSource());
        bind("listener", this);
    }

    static Users created(TestDatabase source, TestDatabase target) {
        source.execute("create table users (id bigint primary key, name text not null, updated_at timestamptz not null,"
                + " deleted_at timestamptz)");
        target.execute(
                "create table users (id bigint primary key, name text not null, updated_at timestamptz not null)");
        return new Users(source, target);
    }

    Users bind(String name, Object bean) {
        camel.getRegistry().bind(name, bean);
        return this;
    }

    DataSource sourceData() {
        return source.dataSource();
    }

    DataSource targetData() {
        return target.dataSource();
    }

    Users add(RoutesBuilder routes) throws Exception {
        camel.addRoutes(routes);
        return this;
    }

    /** A pipeline into the table of users. */
    Users declare(String name, Source<TimestampCursor> rows, Consumer<PipelineBuilder<TimestampCursor>> more)
            throws Exception {
        return add(new EtlRouteBuilder() {
            @Override
            public void configure() {
                more.accept(pipeline(name, TimestampCursor.class)
                        .source(rows)
                        .target(postgres(targetData()).table("users")));
            }
        });
    }

    Users yaml(String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", text));
        return this;
    }

    Users start() {
        camel.start();
        return this;
    }

    List<RunReport> reports() {
        return List.copyOf(reports);
    }

    List<RunReport> reports(RunOutcome outcome) {
        return reports.stream().filter(report -> report.outcome() == outcome).toList();
    }

    List<EtlEvent.Kind> events() {
        return events.stream().map(EtlEvent::kind).toList();
    }

    long events(EtlEvent.Kind kind) {
        return events().stream().filter(kind::equals).count();
    }

    RunReport awaitRun(int number) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reports.stream()
                .anyMatch(report -> report.runNumber() == number));
        return reports.stream()
                .filter(report -> report.runNumber() == number)
                .findFirst()
                .orElseThrow();
    }

    void awaitEvents(EtlEvent.Kind kind, int times) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> events(kind) >= times);
    }

    void awaitReports(RunOutcome outcome, int times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> reports(outcome).size() >= times);
    }

    void assertSynced() {
        assertThat(target.query("select id, name, updated_at from users order by id"))
                .isEqualTo(source.query("select id, name, updated_at from users where deleted_at is null order by id"));
    }

    @Override
    public void runEnded(RunReport run, Exception failure) {
        reports.add(run);
    }

    @Override
    public void happened(EtlEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
