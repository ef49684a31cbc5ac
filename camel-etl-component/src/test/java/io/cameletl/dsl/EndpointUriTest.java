package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "updated_at,id",
                "#bean",
                "select * from users where name = 'a&b' and (1 = 1)",
                "sql:classpath:sql/users.sql?dataSource=#legacy&x=1",
                "f(x)&y=2",
                "f(x)&y={2}&z",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"id\":\"0\"}",
                "50 % of ä + ö",
            })
    void every_value_comes_out_as_it_went_in(String value) throws Exception {
        String uri = new EndpointUri("etl:users")
                .with("source", value)
                .with("pageSize", 5)
                .toString();

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            var parsed = URISupport.parseParameters(new java.net.URI(URISupport.normalizeUri(uri)));
            URISupport.resolveRawParameterValues(parsed);

            assertThat(parsed).containsEntry("source", value).containsEntry("pageSize", "5");
        }
    }
}
