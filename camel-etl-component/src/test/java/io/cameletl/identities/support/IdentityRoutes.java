package io.cameletl.identities.support;

import io.cameletl.KeysetCursor;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import io.cameletl.dsl.PipelineBuilder;
import io.cameletl.dsl.PostgresBuilder;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The pipeline in Java, with the settings of the Go original but for the page's size. */
public final class IdentityRoutes extends EtlRouteBuilder {
    private final Sync sync;
    private final DataSource legacy;
    private final DataSource identity;

    public IdentityRoutes(Sync sync, DataSource legacy, DataSource identity) {
        this.sync = sync;
        this.legacy = legacy;
        this.identity = identity;
    }

    @Override
    public void configure() {
        if (sync.way() == Sync.Way.JAVA_QUERY) {
            declare(pipeline("identities", KeysetCursor.class)
                    .query("classpath:" + sync.changeTime().resource() + ".sql", legacy)
                    .cursorColumns("changed_at", "id"));
        } else {
            declare(pipeline("identities", TimestampCursor.class).source(new LegacyUsers(sync.changeTime(), legacy)));
        }
    }

    private void declare(PipelineBuilder<?> pipeline) {
        pipeline.every(Duration.ofSeconds(3))
                .transform(new IdentityTransform(sync.deletion()))
                .target(target())
                .pageSize(sync.pageSize())
                .consistencyDelay(Duration.ofSeconds(1))
                .circuitBreaker(3, Duration.ofSeconds(60));
    }

    private PostgresBuilder target() {
        PostgresBuilder target = postgres(identity);
        boolean byHand = sync.deletion() == Deletion.BY_HAND;
        for (String table : List.of("identities", "credentials", "credential_identifiers")) {
            target.table(
                    table,
                    t -> byHand
                            ? t.version("updated_at")
                            : t.version("updated_at").deletedWhen("deleted_at"));
        }
        return byHand ? target.metadataColumn("_metadata").commit(Deletion.MERGE) : target;
    }
}
