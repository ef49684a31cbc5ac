package io.cameletl.internal.adapter.sql;

import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.util.List;
import org.apache.camel.Endpoint;

/** Finds the sources that are {@code sql:} endpoints. */
public final class SqlEndpoints {
    private static final String TYPE = "org.apache.camel.component.sql.SqlEndpoint";

    private SqlEndpoints() {}

    /**
     * Lets a {@code sql:} endpoint read each column by its type, unless it has a row mapper of its own.
     *
     * @param endpoint any endpoint; others stay as they are
     * @param times how the pipeline's change times are read
     * @param cursorColumns the pipeline's
     */
    public static void readByType(Endpoint endpoint, ChangeTimes times, List<String> cursorColumns) {
        // Looked at by name: without camel-sql its class is not there.
        if (endpoint.getClass().getName().equals(TYPE)) {
            TypedRows.install(endpoint, times, cursorColumns);
        }
    }
}
