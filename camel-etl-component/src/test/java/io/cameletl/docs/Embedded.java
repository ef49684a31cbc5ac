package io.cameletl.docs;

import io.cameletl.RunReport;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel without a main class of its own. */
final class Embedded {
    private Embedded() {}

    static RunReport sync(DataSource legacy, DataSource warehouse) throws Exception {
        // tag::embedded[]
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("legacy", legacy);
            camel.getRegistry().bind("warehouse", warehouse);
            camel.start();
            RunReport report = camel.createProducerTemplate()
                    .requestBody(
                            "etl:customers?query=RAW(SELECT id, name, email, updated_at, deleted_at FROM customers)"
                                    + "&sourceDataSource=#legacy&cursorColumns=updated_at,id"
                                    + "&dataSource=#warehouse&tables=customers&deletedColumn=deleted_at",
                            null,
                            RunReport.class);
            // end::embedded[]
            return report;
            // tag::embedded[]
        }
        // end::embedded[]
    }
}
