package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever steers a pipeline by a mistyped name, or by a cursor that is not the pipeline's, hears of it. */
@Tag("slow")
@WithEtl
class UnknownPipelineTest {
    private static final String QUERY =
            "query=RAW(select id, updated_at from users)&sourceDataSource=#source&cursorColumns=updated_at,id"
                    + "&dataSource=#target&tables=users&consistencyDelay=0&allowOperationHeader=true";
    private static final String CURSOR = "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"0\"}";

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables(@SourceDb TestDatabase source) throws Exception {
        source.execute("create table users (id bigint primary key, updated_at timestamptz not null)");
        target.execute("create table users (id bigint primary key, updated_at timestamptz not null)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "pause", "resume", "seek", "replay"})
    void a_mistyped_name_is_refused_and_becomes_no_pipeline(String operation) throws Exception {
        etl.route("users", QUERY).run("users");
        etl.route(
                "usres",
                "operation=" + operation + "&dataSource=#target" + (operation.equals("replay") ? "&tables=users" : ""));
        Object body = operation.equals("seek") ? new TimestampCursor(Instant.EPOCH, "1") : null;

        assertThatThrownBy(() -> etl.send("usres", body, Map.of(), Object.class))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"usres\"")
                .hasMessageContaining("there is no such pipeline in the state tables. Check the name");

        assertThat(target.<String>value("select name from etl_pipeline")).isEqualTo("users");
        assertThat(target.count("etl_run where pipeline = 'usres'")).isZero();
    }

    @Test
    void a_pipeline_whose_route_has_started_can_be_paused_before_it_has_run() throws Exception {
        etl.route("users", QUERY).camel().getRouteController().startAllRoutes();
        assertThat(steer("users", "pause", null).paused()).isTrue();

        assertThat(etl.run("users").outcome().name()).isEqualTo("PAUSED");
    }

    @Test
    void a_seek_of_other_columns_is_refused_whether_or_not_the_endpoint_knows_the_query() throws Exception {
        etl.route("users", QUERY);
        for (String wrong : new String[] {
            "{\"updatedat\":\"2026-01-31 00:00:00+00\",\"id\":\"0\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":\"0\",\"name\":\"x\"}",
            "{\"updated_at\":\"2026-01-31 00:00:00+00\",\"id\":null}",
            "{}"
        }) {
            assertThatThrownBy(() -> seekOnItsOwnEndpoint(wrong))
                    .as(wrong)
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("must have a value for each of");
        }
        assertThat(seekOnItsOwnEndpoint(CURSOR).position().cursor().json()).contains("2026-01-31");

        String endpoint = "operation=seek&dataSource=#target&cursorType=KeysetCursor";
        assertThatThrownBy(() -> steer("users", endpoint.substring(10), "{\"changed\":\"2026-01-31\",\"id\":\"0\"}"))
                .hasMessageContaining("name cursorColumns on this endpoint, too");
        assertThatCode(() -> steer("users", endpoint.substring(10), CURSOR)).doesNotThrowAnyException();
        assertThatCode(() -> steer(
                        "users",
                        endpoint.substring(10) + "&cursorColumns=changed,id",
                        "{\"changed\":\"2026-01-31\",\"id\":\"0\"}"))
                .as("the query is about to change")
                .doesNotThrowAnyException();
    }

    @Test
    void a_seek_by_a_cursor_of_another_type_is_refused_unless_that_is_declared() throws Exception {
        etl.route("users", QUERY);
        seekOnItsOwnEndpoint(CURSOR);
        TimestampCursor other = new TimestampCursor(Instant.EPOCH, "1");

        assertThatThrownBy(() -> steer("users", "seek&dataSource=#target", other))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("its cursor is a io.cameletl.KeysetCursor")
                .hasMessageContaining("Name the cursorType on the endpoint that seeks");

        assertThat(steer("users", "seek&dataSource=#target&cursorType=TimestampCursor", other)
                        .position()
                        .cursor()
                        .type())
                .endsWith("TimestampCursor");
    }

    private PipelineStatus seekOnItsOwnEndpoint(String cursor) {
        return etl.send("users", cursor, Map.of(EtlConstants.OPERATION, "seek"), PipelineStatus.class);
    }

    private PipelineStatus steer(String pipeline, String operation, Object body) {
        String options = operation.contains("&") ? operation : operation + "&dataSource=#target";
        try {
            return etl.camel()
                    .createProducerTemplate()
                    .requestBody("etl:" + pipeline + "?operation=" + options, body, PipelineStatus.class);
        } catch (org.apache.camel.CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
