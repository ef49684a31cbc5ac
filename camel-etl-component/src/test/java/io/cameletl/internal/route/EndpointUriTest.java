package io.cameletl.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUriTest {
    private final Map<String, Object> received = new HashMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "updated_at,id",
                "select * from users where name = 'a&b' and (1 = 1)",
                "sql:classpath:sql/users.sql?dataSource=#legacy&x=1",
                "f(x)&y=2",
                "f{x}&y=2",
                "a + b",
                "a+b",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"id\":\"0\"}",
                "50 % of ä",
            })
    void every_value_comes_out_as_it_went_in(String value) throws Exception {
        String uri = new EndpointUri("probe:users")
                .with("source", value)
                .with("pageSize", 5)
                .toString();

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("probe", new Probe());
            context.getEndpoint(uri);
        }

        assertThat(received).containsEntry("source", value).containsEntry("pageSize", "5");
    }

    @Test
    void a_value_that_camel_would_cut_is_refused() {
        EndpointUri uri = new EndpointUri("probe:users");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> uri.with("source", "f(x)&y={2}&z"))
                .withMessageContaining("source=f(x)&y={2}&z has both )& and }& in it");
    }

    private final class Probe extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            received.putAll(parameters);
            parameters.clear();
            return getCamelContext().getEndpoint("mock:probe");
        }
    }
}
