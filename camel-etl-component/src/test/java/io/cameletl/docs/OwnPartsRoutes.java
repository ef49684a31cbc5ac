package io.cameletl.docs;

import io.cameletl.KeysetCursor;
import io.cameletl.Source;
import io.cameletl.StagingKind;
import io.cameletl.Target;
import io.cameletl.dsl.EtlRouteBuilder;
import java.time.Duration;
import javax.sql.DataSource;

/** Pipelines with parts of one's own. */
final class OwnPartsRoutes extends EtlRouteBuilder {
    private final DataSource legacy;
    private final DataSource warehouse;
    private final Source<FeedCursor> feed;
    private final Target outbox;

    OwnPartsRoutes(DataSource legacy, DataSource warehouse, Source<FeedCursor> feed, Target outbox) {
        this.legacy = legacy;
        this.warehouse = warehouse;
        this.feed = feed;
        this.outbox = outbox;
    }

    // tag::routes[]
    @Override
    public void configure() {
        // A cursor of one's own: feed is a Source<FeedCursor>.
        pipeline("stock", FeedCursor.class)
                .every(Duration.ofSeconds(5))
                .source(feed)
                .target(postgres(warehouse).table("stock"));

        // Staging by a hook, deletions marked in a metadata column, merged by SQL.
        pipeline("customers", KeysetCursor.class)
                .every(Duration.ofSeconds(5))
                .query("classpath:sql/customers-with-metadata.sql", legacy)
                .cursorColumns("updated_at", "id")
                .target(postgres(warehouse)
                        .table("customers", t -> t.version("updated_at"))
                        .stagingHook(new IndexedStaging())
                        .metadataColumn("_metadata")
                        .commit("classpath:sql/merge-customers.sql"));

        // A commit function, and unlogged staging.
        pipeline("history", KeysetCursor.class)
                .every(Duration.ofSeconds(5))
                .query("SELECT id, name, updated_at FROM customers", legacy)
                .cursorColumns("updated_at", "id")
                .target(postgres(warehouse)
                        .table("customers")
                        .staging(StagingKind.UNLOGGED)
                        .commit(new CustomerCommit()));

        // A target of another kind: outbox is an EndpointTarget.
        pipeline("outgoing", KeysetCursor.class)
                .every(Duration.ofSeconds(5))
                .query("SELECT id, name, email, updated_at, deleted_at FROM customers", legacy)
                .cursorColumns("updated_at", "id")
                .target(outbox, "customers")
                .stateDataSource(warehouse);
    }
    // end::routes[]
}
