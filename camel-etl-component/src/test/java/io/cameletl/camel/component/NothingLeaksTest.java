package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** A secret, an escape and a record's value are looked for in all that comes out while things fail. */
@WithPostgres
@Tag("slow")
class NothingLeaksTest {
    private static final String SECRET = "s3ntinel";
    private static final String ESCAPE = "\u001b[31m";
    private static final String VALUE = "v4lue";
    private static final String OPTIONS = "query=RAW(select id, v from t)&sourceDataSource=#source&cursorColumns=id"
            + "&dataSource=#target&tables=t&maximumRedeliveries=0&allowOperationHeader=true";

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.cameletl");
    private final Level usual = ours.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> told = new ArrayList<>();
    private TestDatabase source;
    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void listen(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        source.execute(
                "create table t (id text primary key, v text)",
                "insert into t values ('k" + VALUE + "', '" + VALUE + "\n" + ESCAPE + "')");
        target.execute("create table t (id text primary key, v text)");
        logged.start();
        ours.setLevel(Level.TRACE);
        ours.addAppender(logged);
        etl = new EtlContext(source, target).bind("listener", new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                told.add(String.valueOf(event.message()));
                told.add(event.toString());
                told.add(trace(event.cause()));
            }

            @Override
            public void runEnded(RunEnd end) {
                told.add(end.toString());
                told.add(trace(end.failure()));
                throw new IllegalStateException("password=" + SECRET + ESCAPE + VALUE);
            }
        });
    }

    @AfterEach
    void close() {
        etl.close();
        ours.detachAppender(logged);
        ours.setLevel(usual);
    }

    private void collect(Throwable failure) {
        told.add(trace(failure));
        for (ILoggingEvent line : logged.list) {
            told.add(line.getLoggerName() + " " + line.getFormattedMessage());
            told.add(ThrowableProxyUtil.asString(line.getThrowableProxy()));
        }
        told.add(target.query("select * from etl_run").toString());
        told.add(target.query("select last_error from etl_pipeline").toString());
        told.add(etl.send("p", null, Map.of("CamelEtlOperation", "status"), PipelineStatus.class)
                .lastError());
        told.removeIf(text -> text == null);
    }

    private static String trace(Throwable failure) {
        if (failure == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void assertNothingLeaked(String... sentinels) {
        for (String sentinel : sentinels) {
            assertThat(told).noneMatch(text -> text.contains(sentinel));
        }
        assertThat(told).noneMatch(text -> text.contains("\uFDD0") || text.contains("\uFDD1"));
        assertThat(logged.list).noneMatch(line -> line.getFormattedMessage().contains("\n"));
    }

    @Test
    void what_a_transform_throws() throws Exception {
        etl.bind("bad", (Transform<Object>) rows -> {
                    throw new SQLException(
                            "no driver for jdbc:x://u:" + SECRET + "@h " + ESCAPE + "\n password=" + SECRET, "08001");
                })
                .route("p", OPTIONS + "&transform=#bad");

        collect(catchThrowable(() -> etl.run("p")));

        assertThat(told).anyMatch(text -> text.contains("(JDBC URL)"));
        assertNothingLeaked(SECRET, ESCAPE);
    }

    @Test
    void what_a_trigger_raises() throws Exception {
        target.execute("create function no() returns trigger language plpgsql as $$begin raise exception "
                + "'password=" + SECRET + " % and', new.v; end$$");
        target.execute("create trigger no before insert on t for each row execute function no()");
        etl.route("p", OPTIONS);

        collect(catchThrowable(() -> etl.run("p")));

        assertThat(told).anyMatch(text -> text.contains("record 1 (id = k" + VALUE + ")"));
        assertNothingLeaked(SECRET, ESCAPE);
    }

    @Test
    void the_row_in_the_servers_detail() throws Exception {
        target.execute("alter table t add constraint c check (v is null), add d1 text default 'd3tail'");
        etl.route("p", OPTIONS);

        collect(catchThrowable(() -> etl.run("p")));

        assertThat(told).anyMatch(text -> text.contains("the check \"c\" does not hold"));
        assertNothingLeaked("d3tail", "Failing row", SECRET, ESCAPE);
    }

    @Test
    void values_where_they_are_not_to_be_shown() throws Exception {
        target.execute("alter table t add constraint c check (v is null)");
        etl.route("p", OPTIONS + "&logValues=false");

        collect(catchThrowable(() -> etl.run("p")));

        assertThat(told).anyMatch(text -> text.contains("table t, record 1 (id = (hidden)): the check \"c\""));
        assertNothingLeaked(VALUE, "Failing row", SECRET, ESCAPE);
    }

    @Test
    void values_where_they_are_set_aside_and_not_to_be_shown() throws Exception {
        target.execute("alter table t add constraint c check (v is null)");
        etl.route("p", OPTIONS + "&logValues=false&onBadRecord=reject");

        etl.run("p");
        collect(null);

        assertThat(told)
                .anyMatch(text -> text.contains("1 bad records were set aside, the first of table t, (hidden)"));
        assertNothingLeaked(VALUE, SECRET, ESCAPE);
        assertThat(target.query("select record::text from etl_rejected_record").toString())
                .contains(VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "reject"})
    void the_key_of_a_record_that_waits_in_vain(String onBadRecord) throws Exception {
        target.execute("alter table t add foreign key (v) references t");
        etl.route("p", OPTIONS + "&logValues=false&consistencyDelay=0&onBadRecord=" + onBadRecord);

        etl.run("p");
        source.execute("insert into t values ('l', null)");
        collect(catchThrowable(() -> etl.run("p")));

        assertThat(told).anyMatch(text -> text.contains("(hidden)"));
        assertNothingLeaked(VALUE, SECRET, ESCAPE);
    }

    @Test
    void values_of_a_page_that_is_skipped_and_not_to_be_shown() throws Exception {
        etl.bind("bad", (Transform<Object>) rows -> {
                    throw new UnsupportedOperationException("cannot: " + rows);
                })
                .route("p", OPTIONS + "&transform=#bad&logValues=false&onExhausted=skip");

        etl.run("p");
        collect(null);

        assertNothingLeaked(VALUE, SECRET, ESCAPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"v4lue\"",
                "{\"id\":[\"v4lue\"]}",
                "{\"id\":\"a\",\"v4lue\":\"b\"}",
                "{\"v4lue\":\"b\"}",
                "v4lue",
                "{\"id\":\"v4lue\\u0000\"}"
            })
    void a_cursor_that_is_refused_and_not_to_be_shown(String cursor) throws Exception {
        etl.route("p", OPTIONS + "&logValues=false");
        etl.run("p");

        Throwable refused =
                catchThrowable(() -> etl.send("p", cursor, Map.of("CamelEtlOperation", "seek"), Object.class));
        collect(refused);

        assertThat(refused).hasStackTraceContaining("pipeline \"p\"");
        assertNothingLeaked(VALUE);
    }

    @Test
    void a_cursor_that_is_sought_and_not_to_be_shown() throws Exception {
        etl.route("p", OPTIONS + "&logValues=false");
        etl.run("p");

        etl.send("p", "{\"id\":\"v4lue\"}", Map.of("CamelEtlOperation", "seek"), Object.class);
        collect(null);

        assertThat(told).anyMatch(text -> text.contains("cursor set to (hidden)"));
        assertNothingLeaked(VALUE);
    }

    @Test
    void a_header_and_a_url_that_the_driver_does_not_take() throws Exception {
        etl.route("p", OPTIONS);
        etl.run("p");
        collect(catchThrowable(() ->
                etl.send("p", null, Map.of("CamelEtlOperation", "\n" + ESCAPE + "password=" + SECRET), Object.class)));

        PGSimpleDataSource away = new PGSimpleDataSource();
        away.setUrl("jdbc:postgresql://localhost:1/db?password=" + SECRET + "&user=u");
        etl.bind("away", away);
        collect(catchThrowable(() -> etl.route("q", OPTIONS.replace("#target", "#away"))));
        collect(catchThrowable(() -> etl.run("q")));

        told.removeIf(text -> text.contains("CamelExecutionException")); // Camel's own wrapper shows its header
        assertNothingLeaked(SECRET, ESCAPE);
    }
}
