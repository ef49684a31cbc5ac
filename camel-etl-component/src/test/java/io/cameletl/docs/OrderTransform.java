package io.cameletl.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.TargetData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

// tag::transform[]
public final class OrderTransform {
    private static final ObjectMapper JSON = new ObjectMapper();

    public record Order(long id, String customer, Instant updatedAt, boolean deleted) {}

    public record OrderLine(long orderId, int line, String article, int quantity, boolean deleted) {}

    public List<TargetData> toTables(List<Map<String, Object>> rows) throws JsonProcessingException {
        List<Order> orders = new ArrayList<>();
        List<OrderLine> lines = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            long id = (Long) row.get("id");
            boolean gone = row.get("deleted_at") != null;
            orders.add(new Order(id, (String) row.get("customer"), (Instant) row.get("updated_at"), gone));
            for (JsonNode line : JSON.readTree((String) row.get("lines"))) {
                lines.add(new OrderLine(
                        id,
                        line.get("line").asInt(),
                        line.get("article").asText(),
                        line.get("quantity").asInt(),
                        gone || line.path("deleted").asBoolean()));
            }
        }
        return List.of(new TargetData("orders", orders), new TargetData("order_lines", lines));
    }
}
// end::transform[]
