package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.camel.support.UsersAtSource;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done by hand is written down with who did it, which no message can say. */
@WithEtl
class ByHandTest {
    private static final String RUN = "query=RAW(select * from users)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&dataSource=#target&tables=users&pageSize=2&consistencyDelay=0";

    private static final String SEEK = "operation=seek&dataSource=#target&cursorType=io.cameletl.KeysetCursor";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;
    private PipelineMBean bean;

    @BeforeEach
    void pipeline() throws Exception {
        UsersAtSource.six(source, "text");
        target.execute("create table users (id text primary key, updated_at timestamptz not null)");
        bean = new PipelineMBean(etl.camel(), "users");
    }

    private EtlContext route(String id, String options) throws Exception {
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to("etl:users?" + options);
            }
        });
        return etl;
    }

    private List<String> actions() {
        return target
                .query("select action || ' by ' || done_by || ' by ' || way || ' ' || details as line from etl_action"
                        + " order by id")
                .stream()
                .map(row -> (String) row.get("line"))
                .toList();
    }

    @Test
    void a_comparison_over_jmx_is_written_down_and_kept() throws Exception {
        etl.route("users", RUN);
        etl.run("users");
        target.execute("delete from users where id = (select min(id) from users)");

        assertThat(bean.invoke("verify")).contains("\"outcome\":\"VERIFIED\"", "\"sourceRows\":6", "\"missing\":1");
        assertThat(bean.invoke("lastVerifications")).contains("\"missing\":1", "\"kind\":\"MISSING\"");
        assertThat(actions()).containsExactly("VERIFY by local by JMX {}");
    }

    @Test
    void rows_are_read_again_and_the_position_forgotten_over_jmx() throws Exception {
        etl.route("users", RUN);
        etl.run("users");
        target.execute("delete from users where id in ('k3y1', 'k3y2', 'k3y6')");

        assertThat(bean.invoke("reload", "", "2026-01-01T12:00:02Z")).contains("\"rows\":1", "\"inserted\":1");
        assertThat(bean.invoke("reloadKeys", "[{\"id\":\"k3y2\"}]")).contains("\"rows\":1", "\"inserted\":1");
        bean.invoke("reset", true);

        assertThat(bean.get("Cursor")).isNull();
        assertThat(actions())
                .containsExactly(
                        "RELOAD by local by JMX {\"before\":\"2026-01-01T12:00:02Z\"}",
                        "RELOAD by local by JMX {\"keys\":\"id=k3y2\"}",
                        "RESET by local by JMX {\"ledgers\":\"0\"}");
        assertThat(etl.run("users").rows()).isEqualTo(6);
    }

    @Test
    void what_routes_do_is_written_down_with_their_ids_and_what_only_reads_or_loads_is_not() throws Exception {
        etl.route("users", RUN);
        route("next", RUN + "&operation=next");
        for (String operation : List.of("status", "pause", "resume", "adopt", "closeBreaker")) {
            route(operation, "dataSource=#target&operation=" + operation);
        }
        route("replay", RUN + "&operation=replay");
        route("seek", SEEK);
        route("reset", "dataSource=#target&operation=reset");
        etl.run("users");
        etl.send("next", null, Map.of(), Object.class);
        etl.send("status", null, Map.of(), Object.class);
        assertThat(actions()).isEmpty();

        for (String operation : List.of("pause", "resume", "replay", "adopt", "closeBreaker")) {
            etl.send(operation, null, Map.of(), Object.class);
        }
        String cursor = "{\"updated_at\":\"2026-01-01 12:00:01+00\",\"id\":\"k3y1\"}";
        etl.send("seek", cursor, Map.of(), Object.class);

        etl.send("reset", null, Map.of(), Object.class);

        assertThat(actions().toString())
                .contains(
                        "RESET by reset by ROUTE {\"ledgers\":\"kept\"}",
                        "PAUSE by pause by ROUTE {}",
                        "RESUME by resume by ROUTE {}",
                        "REPLAY by replay by ROUTE {\"pages\":\"all\"}",
                        "ADOPT by adopt by ROUTE {}",
                        "CLOSE_BREAKER by closeBreaker by ROUTE {}",
                        "SEEK by seek by ROUTE {\"cursor\":",
                        "k3y1");
        assertThat(actions()).hasSize(7);
    }

    @Test
    void values_are_not_written_down_where_they_are_to_be_kept() throws Exception {
        etl.route("users", RUN + "&logValues=false");
        route("seek", SEEK);
        etl.run("users");

        etl.send("seek", "{\"updated_at\":\"2026-01-01 12:00:01+00\",\"id\":\"k3y1\"}", Map.of(), Object.class);

        assertThat(actions().toString()).contains("SEEK by seek by ROUTE {\"cursor\":\"(hidden)\"}");
        assertThat(target.query("select * from etl_run").toString()).doesNotContain("k3y");
        assertThat(bean.invoke("status") + bean.invoke("lastRuns") + bean.invoke("lastActions"))
                .doesNotContain("k3y");
    }

    @Test
    void no_header_says_who_or_by_which_way_or_lets_a_message_do_it() throws Exception {
        etl.route("users", RUN);
        route("pause", "dataSource=#target&operation=pause");
        route("status", "dataSource=#target&operation=status");
        Subject admin = new Subject(true, Set.<Principal>of(new JMXPrincipal("admin")), Set.of(), Set.of());
        Map<String, Object> headers = Map.of(
                Exchange.AUTHENTICATION,
                admin,
                "CamelEtlActor",
                "admin",
                "doneBy",
                "admin",
                EtlConstants.OPERATION,
                "closeBreaker",
                "CAMELETLOPERATION",
                "closeBreaker");
        etl.send("users", null, headers, RunReport.class);
        etl.send("status", null, headers, Object.class);
        assertThat(actions()).isEmpty();

        etl.send("pause", null, headers, Object.class);

        assertThat(actions().toString()).contains("PAUSE by pause by ROUTE {}").doesNotContain("admin");
        assertThat(actions()).hasSize(1);
    }

    @Test
    void the_newest_thousand_are_kept() throws Exception {
        etl.route("users", RUN);
        bean.invoke("pause");
        target.execute("insert into etl_action (pipeline, action, done_by, way, details)"
                + " select p, 'RUN', i::text, 'JMX', '{}' from generate_series(1, 1500) i,"
                + " (values ('users'), ('others')) v (p)");

        bean.invoke("resume");

        assertThat(target.count("etl_action where pipeline = 'users'")).isEqualTo(1000);
        assertThat(target.count("etl_action where pipeline = 'others'")).isEqualTo(1500);
        assertThat(target.<String>value(
                        "select action from etl_action where pipeline = 'users' order by id desc limit 1"))
                .isEqualTo("RESUME");
    }

    @Test
    void a_change_that_cannot_be_written_down_is_not_made() throws Exception {
        etl.route("users", RUN);
        bean.invoke("resume");
        target.execute("alter table etl_action add constraint none check (action <> 'PAUSE')");

        assertThat(catchThrowable(() -> bean.invoke("pause"))).isNotNull();

        assertThat(target.<Boolean>value("select paused from etl_pipeline")).isFalse();
    }

    @Test
    void a_run_by_hand_goes_through_the_open_breaker_and_closes_it() throws Exception {
        etl.route("users", RUN);
        target.execute(
                "insert into etl_pipeline (name) values ('users') on conflict do nothing",
                "update etl_pipeline set breaker_state = 'OPEN', breaker_until = now() + interval '1 hour'");
        assertThat(etl.run("users").outcome()).hasToString("OPEN");

        assertThat(bean.invoke("run")).contains("\"outcome\":\"DRAINED\"", "\"rows\":6");

        assertThat(bean.get("BreakerState")).isEqualTo("CLOSED");
        assertThat(actions().toString()).contains("RUN by local by JMX {}", "CLOSE_BREAKER by local by JMX {}");
    }

    @Test
    void a_stop_ends_the_run_in_hand_after_its_page() throws Exception {
        etl.bind("stops", new PipelineListener() {
                    @Override
                    public void pageCommitted(PageReport page) {
                        try {
                            assertThat(bean.invoke("stop")).isEqualTo("1");
                        } catch (JMException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .route("users", RUN);

        RunReport run = etl.run("users");

        assertThat(run.outcome()).hasToString("STOPPED");
        assertThat(run.pages()).isEqualTo(1);
        assertThat(actions().toString()).contains("STOP by local by JMX {}");
    }
}
