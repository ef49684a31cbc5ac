package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameletl.EtlEvent;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is heard of a page that is tried again. */
@WithPostgres
class RetriesTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.cameletl");

    private final List<EtlEvent> told = new CopyOnWriteArrayList<>();
    private final List<Object> texts = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private EtlContext etl;

    @BeforeEach
    void a_target_that_refuses_a_page_twice_for_a_reason_that_passes(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute("create table t (id int primary key)", "insert into t values (1)");
        target.execute(
                "create table t (id int primary key)",
                "create sequence tries",
                "create function busy() returns trigger language plpgsql as 'begin if nextval(''tries'') < 3 then"
                        + " raise exception ''busy'' using errcode = ''40001''; end if; return new; end'",
                "create trigger busy before insert on t for each row execute function busy()");
        etl = new EtlContext(source, target);
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:alerts")
                        .process(alert -> told.add(alert.getMessage().getBody(EtlEvent.class)))
                        .transform(simple("${body.kind} ${body.attempt} of ${body.attempts}"))
                        .process(alert -> texts.add(alert.getMessage().getBody()));
            }
        });
        etl.route(
                "t",
                "query=RAW(select id from t)&sourceDataSource=#source&cursorColumns=id&dataSource=#target&tables=t"
                        + "&redeliveryDelay=1&notifier=direct:alerts");
        logged.start();
        LOG.addAppender(logged);
        pipelines().setLevel(Level.WARN);
    }

    /** Silent in other tests. */
    private static Logger pipelines() {
        return (Logger) LoggerFactory.getLogger("io.cameletl.pipeline");
    }

    @AfterEach
    void close() {
        pipelines().setLevel(Level.OFF);
        LOG.detachAppender(logged);
        etl.close();
    }

    @Test
    void tries_that_fail_alike_are_logged_once_and_told_to_the_notifier_once() {
        assertThat(etl.run("t").rows()).isEqualTo(1);

        assertThat(texts).containsExactly("PAGE_RETRIED 1 of 5");
        assertThat(told).hasSize(1).allSatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(EtlEvent.PageRetried.class, retried -> {
                    assertThat(retried.pipeline()).isEqualTo("t");
                    assertThat(retried.runNumber()).isEqualTo(1);
                    assertThat(retried.cause()).hasMessageContaining("busy");
                }));
        assertThat(logged.list)
                .filteredOn(line -> line.getFormattedMessage().contains("a page failed"))
                .allSatisfy(line -> {
                    assertThat(line.getLoggerName()).isEqualTo("io.cameletl.pipeline.t");
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                })
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactlyElementsOf(told.stream().map(EtlEvent::message).toList());
    }
}
