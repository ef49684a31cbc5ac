package io.cameletl.dsl.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import io.cameletl.dsl.PipelineBuilder;
import io.cameletl.support.TestDatabase;
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
public final class Users implements AutoCloseable, PipelineListener {
    public static final String QUERY = "select id, name, updated_at, deleted_at from users";

    public final TestDatabase source;
    public final TestDatabase target;
    public final CamelContext camel = new DefaultCamelContext();
    private final List<RunReport> reports = new CopyOnWriteArrayList<>();
    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();

    public Users(TestDatabase source, TestDatabase target) {
        this.source = source;
        this.target = target;
        bind("source", source.dataSource());
        bind("target", target.dataSource());
        bind("listener", this);
    }

    public static Users created(TestDatabase source, TestDatabase target) {
        source.execute("create table users (id bigint primary key, name text not null, updated_at timestamptz not null,"
                + " deleted_at timestamptz)");
        target.execute(
                "create table users (id bigint primary key, name text not null, updated_at timestamptz not null)");
        return new Users(source, target);
    }

    public Users bind(String name, Object bean) {
        camel.getRegistry().bind(name, bean);
        return this;
    }

    public DataSource sourceData() {
        return source.dataSource();
    }

    public DataSource targetData() {
        return target.dataSource();
    }

    public Users add(RoutesBuilder routes) throws Exception {
        camel.addRoutes(routes);
        return this;
    }

    /** A pipeline into the table of users. */
    public Users declare(String name, Source<TimestampCursor> rows, Consumer<PipelineBuilder<TimestampCursor>> more)
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

    public Users yaml(String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", text));
        return this;
    }

    public Users start() {
        camel.start();
        return this;
    }

    public List<RunReport> reports() {
        return List.copyOf(reports);
    }

    public List<RunReport> reports(RunOutcome outcome) {
        return reports.stream().filter(report -> report.outcome() == outcome).toList();
    }

    public List<EtlEvent.Kind> events() {
        return events.stream().map(EtlEvent::kind).toList();
    }

    public long events(EtlEvent.Kind kind) {
        return events().stream().filter(kind::equals).count();
    }

    public RunReport awaitRun(int number) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reports.stream()
                .anyMatch(report -> report.runNumber() == number));
        return reports.stream()
                .filter(report -> report.runNumber() == number)
                .findFirst()
                .orElseThrow();
    }

    public void awaitEvents(EtlEvent.Kind kind, int times) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> events(kind) >= times);
    }

    public void awaitReports(RunOutcome outcome, int times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> reports(outcome).size() >= times);
    }

    public void assertSynced() {
        assertThat(target.query("select id, name, updated_at from users order by id"))
                .isEqualTo(source.query("select id, name, updated_at from users where deleted_at is null order by id"));
    }

    @Override
    public void runEnded(RunEnd end) {
        reports.add(end.run());
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
