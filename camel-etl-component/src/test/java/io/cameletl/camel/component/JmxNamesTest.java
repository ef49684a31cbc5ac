package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One MBean for each pipeline, whatever endpoints it has. */
@WithPostgres
@Tag("slow")
class JmxNamesTest {
    private static final String RUN = "etl:users?query=RAW(select * from users)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&dataSource=#target&tables=users";

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        String users = "create table users (id bigint primary key, updated_at timestamptz not null)";
        source.execute(users);
        target.execute(users);
    }

    @Test
    void all_endpoints_of_a_pipeline_share_an_mbean_that_uses_the_one_that_runs_it() throws Exception {
        CamelContext camel = context();
        camel.addRoutes(routes("direct:status", "etl:users?operation=status&dataSource=#target"));
        camel.addRoutes(routes("direct:run", RUN));
        PipelineMBean bean = new PipelineMBean(camel, "users");

        assertThat(bean.invoke("replay")).contains("\"outcome\":\"DRAINED\"");

        camel.removeEndpoints("etl*operation=status*");
        assertThat(bean.invoke("replay")).contains("\"outcome\":\"DRAINED\"");
        camel.stop();
        assertThat(bean.isRegistered()).isFalse();
    }

    @Test
    void an_endpoint_without_the_source_still_tells_and_pauses() throws Exception {
        CamelContext runs = context();
        runs.addRoutes(routes("direct:run", RUN));
        runs.stop();
        CamelContext camel = context();
        camel.addRoutes(routes("direct:status", "etl:users?operation=status&dataSource=#target"));
        PipelineMBean bean = new PipelineMBean(camel, "users");

        bean.invoke("pause");

        assertThat(bean.get("Paused")).isEqualTo(true);
        camel.stop();
    }

    @Test
    void a_context_without_jmx_runs_its_pipelines() throws Exception {
        CamelContext camel = context(true);
        camel.addRoutes(routes("direct:run", RUN));

        RunReport report = camel.createProducerTemplate().requestBody("direct:run", null, RunReport.class);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(new PipelineMBean(camel, "users").isRegistered()).isFalse();
        camel.stop();
    }

    @Test
    void no_mbean_shows_a_password() throws Exception {
        CamelContext camel = context();
        camel.addRoutes(routes("direct:run", RUN + "&notifier=RAW(stub:sftp://me@localhost/x?password=v3ry%20s3cret)"));
        List<String> shown = new ArrayList<>();
        MBeanServer server = PipelineMBean.SERVER;

        for (ObjectName name : server.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",*"), null)) {
            shown.add(name.toString());
            String[] attributes = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanFeatureInfo::getName)
                    .toArray(String[]::new);
            for (Attribute attribute : server.getAttributes(name, attributes).asList()) {
                shown.add(name + " " + attribute);
            }
        }

        assertThat(shown).anyMatch(text -> text.contains("type=pipelines"));
        assertThat(shown).noneMatch(text -> text.contains("s3cret"));
        camel.stop();
    }

    private CamelContext context() {
        return context(false);
    }

    private CamelContext context(boolean withoutJmx) {
        DefaultCamelContext camel = new DefaultCamelContext();
        if (withoutJmx) {
            camel.disableJMX();
        }
        camel.getRegistry().bind("source", source.dataSource());
        camel.getRegistry().bind("target", target.dataSource());
        camel.start();
        return camel;
    }

    private static RouteBuilder routes(String from, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        };
    }
}
