package io.cameletl.docs;

import io.cameletl.OnBadRecord;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import java.time.Duration;
import javax.sql.DataSource;

// tag::routes[]
public final class CustomerRoutes extends EtlRouteBuilder {
    private final DataSource legacy;
    private final DataSource warehouse;

    public CustomerRoutes(DataSource legacy, DataSource warehouse) {
        this.legacy = legacy;
        this.warehouse = warehouse;
    }

    @Override
    public void configure() {
        pipeline("customers", TimestampCursor.class)
                .every(Duration.ofSeconds(5))
                .source(new CustomerSource(legacy))
                .target(postgres(warehouse)
                        .table("customers", t -> t.version("updated_at").deletedWhen("deleted_at")))
                .sourceDataSource(legacy)
                .openTransactionGuard()
                .retry(5, Duration.ofSeconds(1), 2.0)
                .onBadRecord(OnBadRecord.REJECT)
                .circuitBreaker(3, Duration.ofMinutes(5))
                .notifier("direct:alerts");
    }
}
// end::routes[]
