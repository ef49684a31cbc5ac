package io.cameletl.dsl;

import static io.cameletl.dsl.endpoint.StaticEndpointBuilders.etl;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.dsl.endpoint.dsl.EtlEndpointBuilderFactory.EtlEndpointBuilder;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;

/** Camel's endpoint DSL, which its generator makes of the options. */
@WithEtl
class EndpointDslTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @Test
    void a_route_with_it_runs() throws Exception {
        source.execute(
                "create table t (id int primary key, updated_at timestamptz not null default now())",
                "insert into t values (1), (2)");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:t")
                        .to(etl("t").query("select * from t where id <> 3 and 'a+b' <> '100%'")
                                .sourceDataSource("#source")
                                .cursorColumns("updated_at,id")
                                .dataSource("#target")
                                .tables("t")
                                .consistencyDelay("0"));
            }
        });

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(target.count("t")).isEqualTo(2);
    }

    @Test
    void it_has_every_option() {
        Set<String> methods = Arrays.stream(EtlEndpointBuilder.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> advanced = Arrays.stream(
                        io.cameletl.dsl.endpoint.dsl.EtlEndpointBuilderFactory.AdvancedEtlEndpointBuilder.class
                                .getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(EtlConfiguration.class.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(UriParam.class))
                        .map(Field::getName))
                .isNotEmpty()
                .allMatch(option -> methods.contains(option) || advanced.contains(option));
    }
}
