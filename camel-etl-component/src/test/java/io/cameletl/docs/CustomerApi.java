package io.cameletl.docs;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Headers;

/** Stands for a step of a route that fetches rows by means of its own; here of a database after all. */
final class CustomerApi {
    private final CustomerSource customers;

    CustomerApi(CustomerSource customers) {
        this.customers = customers;
    }

    // tag::fetch[]
    public List<Map<String, Object>> fetch(
            @Body ExtractRequest<TimestampCursor> request, @Headers Map<String, Object> headers) throws SQLException {
        ExtractResponse<TimestampCursor> page = get(request);
        headers.put(EtlConstants.END_CURSOR, page.endCursor());
        headers.put(EtlConstants.HAS_NEXT_PAGE, page.hasNextPage());
        return page.rows().stream().map(CustomerApi::record).toList();
    }
    // end::fetch[]

    private ExtractResponse<TimestampCursor> get(ExtractRequest<TimestampCursor> request) throws SQLException {
        return customers.extract(request);
    }

    private static Map<String, Object> record(Object row) {
        CustomerSource.Customer customer = (CustomerSource.Customer) row;
        return Map.of("id", customer.id(), "name", customer.name(), "updated_at", customer.updatedAt());
    }
}
