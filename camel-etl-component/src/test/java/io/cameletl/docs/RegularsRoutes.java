package io.cameletl.docs;

import io.cameletl.KeysetCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import java.time.Duration;
import javax.sql.DataSource;

/** SQL in Java, and in a URI. */
public final class RegularsRoutes extends EtlRouteBuilder {
    private final DataSource legacy;
    private final DataSource warehouse;

    public RegularsRoutes(DataSource legacy, DataSource warehouse) {
        this.legacy = legacy;
        this.warehouse = warehouse;
    }

    @Override
    public void configure() {
        // tag::builder[]
        pipeline("regulars", KeysetCursor.class)
                .every(Duration.ofMinutes(5))
                .query(
                        """
                        SELECT id, name, email, updated_at, deleted_at
                        FROM customers -- without the tests
                        WHERE email NOT LIKE '%+test@%'
                        """,
                        legacy)
                .cursorColumns("updated_at", "id")
                .target(postgres(warehouse).table("customers", t -> t.deletedWhen("deleted_at")));
        // end::builder[]

        // tag::uri[]
        from("direct:regulars-by-uri")
                .to(
                        """
                        etl:regulars-by-uri
                            ?query=RAW(
                                SELECT id, name, email, updated_at, deleted_at
                                FROM customers -- without the tests
                                WHERE email NOT LIKE '%+test@%')
                            &sourceDataSource=#legacy
                            &cursorColumns=updated_at,id
                            &dataSource=#warehouse
                            &tables=customers
                            &deletedColumn=deleted_at
                        """);
        // end::uri[]
    }
}
