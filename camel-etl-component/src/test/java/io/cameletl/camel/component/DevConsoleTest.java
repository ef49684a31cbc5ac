package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContextAware;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Camel's own console shows pipelines, as somebody may see them whom nobody has authenticated. */
@WithEtl
class DevConsoleTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private StatementLog log;
    private EtlContext etl;
    private DevConsole console;

    @BeforeEach
    void pipeline() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now())");
        target.execute("create table t (id int primary key check (id < 100), updated_at timestamptz not null)");
        log = new StatementLog(target.dataSource());
        etl.bind("logged", log);
        etl.route(
                "t",
                "query=RAW(select * from t)&sourceDataSource=#source&cursorColumns=updated_at,id&dataSource=#logged"
                        + "&tables=t&consistencyDelay=0&onBadRecord=reject&maximumRedeliveries=0");
        source.execute("insert into t values (1), (100)");
        etl.run("t");
        console = PluginHelper.getDevConsoleResolver(etl.camel().getCamelContextExtension())
                .resolveDevConsole("etl");
        CamelContextAware.trySetCamelContext(console, etl.camel());
        log.clear();
    }

    @Test
    void all_are_listed_from_memory() {
        assertThat(pipelines(Map.of())).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("pipeline", "t")
                .containsEntry("paused", false)
                .containsEntry("failures", 0)
                .containsEntry("breakerOpen", false)
                .containsEntry("rejected", 1L)
                .containsEntry("skipped", 0L)
                .containsKey("lagSeconds")
                .doesNotContainKey("status"));
        assertThat(log.statements()).isEmpty();
    }

    @Test
    void of_one_the_state_database_is_asked_and_values_are_hidden() {
        Map<String, Object> line = pipelines(Map.of("pipeline", "t")).get(0);
        assertThat(((JsonObject) line.get("status")).toJson())
                .contains("\"rejectedRecords\":1", "\"outcome\":\"DRAINED\"", "hidden: role repair")
                .doesNotContain("\"id\":\"100\"");
        assertThat(line).containsKey("statusAt").doesNotContainKey("statusError");
        assertThat(pipelines(Map.of("pipeline", "other"))).isEmpty();
    }

    @Test
    void whoever_may_not_look_is_told_so() {
        etl.camel().getComponent("etl", EtlComponent.class).setViewers(null);
        assertThat(pipelines(Map.of())).singleElement().satisfies(line -> assertThat(line)
                .containsOnlyKeys("pipeline", "refused"));
    }

    @Test
    void as_text_each_value_has_a_line() {
        assertThat((String) console.call(MediaType.TEXT))
                .startsWith("pipeline: t\n")
                .contains("    paused: false\n", "    rejected: 1\n");
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> pipelines(Map<String, Object> options) {
        return (List<Map<String, Object>>)
                ((Map<String, Object>) console.call(MediaType.JSON, options)).get("pipelines");
    }
}
