package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.JmxClients;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.camel.support.UsersAtSource;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of a connector that authenticates them, over the network. */
@WithEtl
@Tag("slow")
class JmxRolesTest {
    private static final String HIDDEN = "hidden: role repair";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;
    private EtlComponent component;
    private JmxClients clients;

    @BeforeEach
    void pipeline() throws Exception {
        UsersAtSource.six(source, "text");
        target.execute("create table users (id text primary key, updated_at timestamptz not null,"
                + " constraint poison check (id not like 'k3y%'))");
        component = etl.camel().getComponent("etl", EtlComponent.class);
        component.setOperators("olga, oscar");
        component.setRepairers("rita");
        etl.route(
                "users",
                "query=RAW(select * from users)&sourceDataSource=#source&cursorColumns=updated_at,id"
                        + "&dataSource=#target&tables=users&pageSize=2&onExhausted=skip&maximumRedeliveries=0");
        etl.run("users");
        target.execute("update etl_pipeline set consecutive_failures = 1, last_error = 'k3y is bad'");
        clients = new JmxClients();
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
    }

    private PipelineMBean as(String name) throws Exception {
        return new PipelineMBean(clients.connect(name), etl.camel(), "users");
    }

    private void assertSeesNoValues(PipelineMBean bean) throws Exception {
        Map<String, Object> seen = bean.attributes();
        assertThat(seen)
                .hasSizeGreaterThan(10)
                .containsEntry("Cursor", "\"" + HIDDEN + "\"")
                .containsEntry("LastError", HIDDEN)
                .containsEntry("ConsecutiveFailures", 1)
                .containsEntry("SkippedPages", 3L);
        for (String answer : List.of("status", "lastRuns", "lastActions")) {
            assertThat(bean.invoke(answer)).doesNotContain("k3y");
        }
        assertThat(bean.invoke("status")).contains("\"json\":\"" + HIDDEN + "\"", "\"lastError\":\"" + HIDDEN + "\"");
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertDenied(Call call, String role) {
        assertThatThrownBy(call::make)
                .rootCause()
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("needs the role " + role)
                .hasMessageContaining("repairers of the component");
    }

    @Test
    void one_who_is_named_nowhere_looks_and_sees_no_value() throws Exception {
        assertThat((String) as("rita").get("Cursor")).contains("k3y6");
        PipelineMBean victor = as("victor");

        assertSeesNoValues(victor);
        for (String operation : List.of("pause", "resume", "run", "stop", "closeBreaker")) {
            assertDenied(() -> victor.invoke(operation), "operate");
        }
        assertDenied(() -> victor.invoke("replay"), "repair");
        assertDenied(() -> victor.invoke("replayPages", "1"), "repair");
        assertDenied(() -> victor.invoke("reload", "2026-01-01T00:00:00Z", ""), "repair");
        assertDenied(() -> victor.invoke("reloadKeys", "{}"), "repair");
        assertDenied(() -> victor.invoke("reset", false), "repair");
        assertThat(target.count("etl_action")).isZero();
    }

    @Test
    void an_operator_operates_and_sees_no_value() throws Exception {
        PipelineMBean olga = as("olga");

        assertSeesNoValues(olga);
        olga.invoke("pause");
        assertThat(olga.invoke("run")).contains("\"outcome\":\"PAUSED\"");
        olga.invoke("resume");
        as("oscar").invoke("closeBreaker");
        assertThat(olga.invoke("stop")).isEqualTo("0");
        assertDenied(() -> olga.invoke("replay"), "repair");

        assertThat(target.query("select action || ' ' || done_by || ' ' || way as line from etl_action order by id"))
                .extracting(row -> row.get("line"))
                .containsExactly(
                        "PAUSE olga JMX",
                        "RUN olga JMX",
                        "RESUME olga JMX",
                        "CLOSE_BREAKER oscar JMX",
                        "STOP olga JMX");
    }

    @Test
    void a_failure_says_why_to_those_only_who_may_see_values() throws Exception {
        target.execute("alter table etl_pipeline rename column paused to k3y");
        assertThatThrownBy(() -> as("olga").invoke("pause"))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(HIDDEN)
                .hasMessageNotContaining("column");
        assertThatThrownBy(() -> as("rita").invoke("pause")).rootCause().hasMessageContaining("column");
    }

    @Test
    void a_repairer_does_all_and_sees_all() throws Exception {
        PipelineMBean rita = as("rita");
        assertThat(rita.attributes()).containsEntry("LastError", "k3y is bad");
        target.execute("alter table users drop constraint poison");

        assertThat(rita.invoke("replayPages", "2, 1")).contains("\"pages\":2");

        assertThat(target.count("users")).isEqualTo(4);
        assertThat(rita.invoke("lastActions"))
                .contains("\"action\":\"REPLAY\"", "\"by\":\"rita\"", "\"details\":{\"pages\":\"1,2\"}");
    }

    @Test
    void where_viewers_are_named_others_see_nothing() throws Exception {
        component.setViewers("victor");

        assertSeesNoValues(as("victor"));
        assertSeesNoValues(as("olga"));
        assertDenied(() -> as("nobody").get("LagSeconds"), "view");
        assertDenied(() -> as("nobody").invoke("status"), "view");
    }

    @Test
    void a_star_stands_for_all_who_are_authenticated() throws Exception {
        component.setRepairers("*");

        assertThat((String) as("nobody").get("Cursor")).contains("k3y6");
    }

    @Test
    void a_caller_without_a_name_is_local_and_may_do_all() throws Exception {
        PipelineMBean local = new PipelineMBean(etl.camel(), "users");

        assertThat((String) local.get("Cursor")).contains("k3y6");
        local.invoke("pause");

        assertThat(target.query("select done_by, way from etl_action").toString())
                .contains("local", "JMX");
    }

    @Test
    void operations_have_a_limit_and_looking_has_none() throws Exception {
        PipelineMBean olga = as("olga");
        for (int i = 0; i < 60; i++) {
            assertDenied(() -> olga.invoke("replay"), "repair");
            olga.invoke(i % 2 == 0 ? "pause" : "resume");
        }

        assertThatThrownBy(() -> as("rita").invoke("pause"))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("60 operations in a minute are as many as this process takes for it");
        assertThat(olga.invoke("status")).contains("\"paused\":false");
        assertThat(target.count("etl_action")).isEqualTo(60);
    }
}
