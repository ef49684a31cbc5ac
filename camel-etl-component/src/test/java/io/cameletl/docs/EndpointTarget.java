package io.cameletl.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.Target;
import io.cameletl.TargetData;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;

// tag::target[]
public final class EndpointTarget implements Target {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final ProducerTemplate template;
    private final String uri;

    public EndpointTarget(ProducerTemplate template, String uri) {
        this.template = template;
        this.uri = uri;
    }

    @Override
    public void load(TargetPage page) throws JsonProcessingException {
        for (TargetData data : page.data()) {
            String json = JSON.writeValueAsString(data.records());
            String sameAgain = page.pipeline() + page.endCursor() + data.table() + json;
            UUID key = UUID.nameUUIDFromBytes(sameAgain.getBytes(StandardCharsets.UTF_8));
            template.sendBodyAndHeaders(uri, json, Map.of("key", key, "table", data.table()));
        }
    }
}
// end::target[]
