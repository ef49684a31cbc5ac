package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.camel.support.UsersAtSource;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.Map;
import javax.management.JMException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithEtl
@Tag("slow")
class JmxTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private StatementLog log;
    private EtlContext etl;
    private PipelineMBean bean;

    @BeforeEach
    void pipeline() throws Exception {
        UsersAtSource.six(source, "bigint");
        target.execute("create table users (id bigint primary key, updated_at timestamptz not null,"
                + " constraint poison check (id % 2 = 0))");
        log = new StatementLog(target.dataSource());
        etl.bind("logged", log);
        etl.route(
                "users",
                "query=RAW(select * from users)&sourceDataSource=#source&cursorColumns=updated_at,id"
                        + "&dataSource=#logged&tables=users&pageSize=2&onExhausted=skip");
        bean = new PipelineMBean(etl.camel(), "users");
    }

    @Test
    void its_attributes_tell_where_the_pipeline_stands() throws Exception {
        assertThat(bean.attributes()).containsEntry("LagSeconds", null).containsEntry("WindowFromAt", null);
        etl.run("users");
        bean.invoke("resume");

        Map<String, Object> now = bean.attributes();

        assertThat(now)
                .containsEntry("Pipeline", "users")
                .containsEntry("Paused", false)
                .containsEntry("ConsecutiveFailures", 0)
                .containsEntry("LastError", null)
                .containsEntry("BreakerState", "CLOSED")
                .containsEntry("BreakerUntil", null)
                .containsEntry("SkippedPages", 3L)
                .containsEntry("RejectedRecords", 0L)
                .containsEntry("PostponedRecords", 0L)
                .containsEntry("PostponedSince", null)
                .containsEntry("LeaseOwner", null)
                .containsEntry("LeaseUntil", null)
                .containsEntry("Cursor", "{\"updated_at\":\"2026-01-01 12:00:06+00\",\"id\":\"6\"}");
        assertThat(now.get("LagSeconds")).asInstanceOf(DOUBLE).isPositive();
        assertThat(now.get("WindowFromAt")).isEqualTo(now.get("WindowBeforeAt"));
        assertThat(now.get("WindowFromAt"))
                .asInstanceOf(STRING)
                .startsWith("20")
                .endsWith("Z");
    }

    @Test
    void it_tells_of_failures_leases_and_the_circuit_breaker() throws Exception {
        etl.run("users");
        target.execute("update etl_pipeline set consecutive_failures = 3, last_error = 'no disk',"
                + " breaker_state = 'OPEN', breaker_until = '2099-01-01 00:00Z',"
                + " lease_owner = 'node 1', lease_until = '2098-01-01 00:00Z'");

        assertThat(bean.attributes())
                .containsEntry("ConsecutiveFailures", 3)
                .containsEntry("LastError", "no disk")
                .containsEntry("BreakerState", "OPEN")
                .containsEntry("BreakerUntil", "2099-01-01T00:00:00Z")
                .containsEntry("LeaseOwner", "node 1")
                .containsEntry("LeaseUntil", "2098-01-01T00:00:00Z");
    }

    @Test
    void reading_all_attributes_asks_the_database_once_and_a_second_later_again() throws Exception {
        etl.run("users");

        // Not at the first try where it takes more than the second.
        Awaitility.await().until(() -> {
            log.clear();
            assertThat(bean.attributes()).hasSizeGreaterThan(10);
            return log.statements().size() == 2;
        });
        target.execute("update etl_pipeline set last_error = 'new'");
        Awaitility.await().until(() -> "new".equals(bean.get("LastError")));
    }

    @Test
    void it_pauses_and_resumes() throws Exception {
        bean.invoke("pause");
        assertThat(bean.get("Paused")).isEqualTo(true);
        assertThat(etl.run("users").outcome()).hasToString("PAUSED");
        assertThat(bean.invoke("replay")).contains("\"outcome\":\"PAUSED\"");

        bean.invoke("resume");
        assertThat(bean.get("Paused")).isEqualTo(false);
        assertThat(etl.run("users").outcome()).hasToString("DRAINED");
    }

    @Test
    void it_replays_one_skipped_page_some_or_all() throws Exception {
        etl.run("users");
        target.execute("alter table users drop constraint poison");

        assertThat(bean.invoke("replayPages", "2"))
                .contains("\"outcome\":\"DRAINED\"", "\"pages\":1", "\"rows\":2", "\"message\":\"replay\"");
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from users"))
                .isEqualTo("3,4");
        assertThat(bean.get("SkippedPages")).isEqualTo(2L);

        assertThat(bean.invoke("replayPages", " 1, 3")).contains("\"pages\":2");
        assertThat(target.count("users")).isEqualTo(6);
        assertThat(bean.get("SkippedPages")).isEqualTo(0L);
    }

    @Test
    void it_replays_all_skipped_pages() throws Exception {
        etl.run("users");
        target.execute("alter table users drop constraint poison");

        assertThat(bean.invoke("replay")).contains("\"pages\":3", "\"inserted\":6");

        assertThat(target.count("users")).isEqualTo(6);
    }

    @Test
    void what_cannot_be_done_is_told_in_the_platforms_own_exceptions() throws Exception {
        etl.run("users");

        assertRefused(() -> bean.invoke("replayPages", "1,7"), "there are no skipped pages [7] to replay");
        assertRefused(() -> bean.invoke("replayPages", "first"), "not \"first\"");
        assertRefused(() -> bean.invoke("replayPages", "1"), "poison");
        target.execute("alter table etl_pipeline rename to gone");
        assertRefused(() -> bean.invoke("pause"), "pipeline \"users\"");
    }

    private interface Call {
        void make() throws JMException;
    }

    private static void assertRefused(Call call, String message) {
        assertThatThrownBy(call::make).cause().satisfies(cause -> {
            assertThat(cause).hasMessageContaining(message);
            for (Throwable here = cause; here != null; here = here.getCause()) {
                assertThat(here.getClass().getName()).startsWith("java.");
            }
        });
    }

    @Test
    void status_and_runs_are_told_as_json() throws Exception {
        etl.run("users");

        assertThat(bean.invoke("status"))
                .startsWith("{\"pipeline\":\"users\",")
                .contains(
                        "\"cursor\":{\"type\":\"io.cameletl.KeysetCursor\",\"json\":{\"updated_at\":",
                        "\"skippedPages\":3",
                        "\"breaker\":{\"open\":false,\"until\":null}",
                        "\"lastRuns\":[{\"runNumber\":1,\"outcome\":\"DRAINED\",\"startedAt\":\"20");
        assertThat(bean.invoke("lastRuns")).startsWith("[{\"runNumber\":1,").contains("\"tables\":{}");
    }
}
