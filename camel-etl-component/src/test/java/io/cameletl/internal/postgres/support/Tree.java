package io.cameletl.internal.postgres.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.TestDatabase;
import java.util.Map;

/** A tree of nodes at the source and in the target, where each node refers to its parent. */
public record Tree(TestDatabase source, TestDatabase target) {
    private static final String NODES =
            "create table node (id int primary key, parent_id int references node, note text,"
                    + " updated_at timestamptz not null default clock_timestamp(), deleted_at timestamptz)";

    public Tree {
        source.execute(NODES);
        target.execute(NODES);
    }

    /** Lets the source have nodes without their parents. */
    public void loosen() {
        source.execute("alter table node drop constraint node_parent_id_fkey");
    }

    public void assertSame() {
        assertThat(target.query("select id, parent_id, note from node order by id"))
                .isEqualTo(source.query("select id, parent_id, note from node where deleted_at is null order by id"));
    }

    public static PipelineStatus status(EtlContext etl, String pipeline) {
        return etl.send(pipeline, null, Map.of("CamelEtlOperation", "status"), PipelineStatus.class);
    }
}
