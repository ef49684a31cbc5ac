package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attributes are answered also while the state database is away, or says nothing. */
@Tag("slow")
@WithEtl
class JmxAwayTest {
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&dataSource=#faulty&tables=t";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private FaultyDataSource faulty;
    private EtlContext etl;
    private PipelineMBean bean;

    @BeforeEach
    void pipeline() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now())");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        faulty = new FaultyDataSource(target.dataSource());
        etl.bind("faulty", faulty);
    }

    private void started() throws Exception {
        etl.route("t", OPTIONS);
        bean = new PipelineMBean(etl.camel(), "t");
    }

    private static void away(FaultyDataSource database) {
        database.arm((sql, when) -> {
            throw new SQLException("away", "08001");
        });
    }

    @Test
    void what_was_known_last_is_told_with_its_time_and_why_there_is_nothing_newer() throws Exception {
        started();
        source.execute("insert into t values (1)");
        etl.run("t");
        Map<String, Object> before = bean.attributes();
        assertThat(before).containsEntry("StatusError", null).containsKey("StatusAt");
        Instant at = Instant.parse((String) before.get("StatusAt"));

        away(faulty);
        Awaitility.await().until(() -> bean.get("StatusError") != null);
        Map<String, Object> after = bean.attributes();
        assertThat((String) after.get("StatusError")).contains("away");
        assertThat(Instant.parse((String) after.get("StatusAt"))).isAfterOrEqualTo(at);
        assertThat(after).containsEntry("Cursor", before.get("Cursor")).containsEntry("Paused", false);

        faulty.disarm();
        Awaitility.await().until(() -> bean.get("StatusError") == null);
    }

    @Test
    void a_database_that_says_nothing_is_waited_for_once_and_not_long() throws Exception {
        started();
        assertThat(bean.get("StatusError")).isNull();
        Semaphore silent = new Semaphore(0);
        faulty.arm((sql, when) -> {
            silent.acquireUninterruptibly();
            silent.release();
        });
        try {
            Awaitility.await().until(() -> bean.get("StatusError") != null);
            long began = System.nanoTime();
            assertThat(bean.attributes().get("StatusError")).hasToString("the state database has not answered for 3 s");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        } finally {
            silent.release();
        }
        Awaitility.await().until(() -> bean.get("StatusError") == null);
    }

    @Test
    void where_it_has_never_answered_what_this_process_has_heard_is_told() throws Exception {
        away(faulty);
        started();
        assertThat(bean.attributes())
                .containsEntry("ConsecutiveFailures", 0)
                .containsEntry("Cursor", null)
                .containsEntry("Paused", false);
        assertThat((String) bean.get("StatusError")).contains("away");

        faulty.disarm();
        Awaitility.await().until(() -> bean.get("StatusError") == null);
    }
}
