package io.cameletl.internal.postgres.plan;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.StagingHook;
import io.cameletl.StagingKind;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Timeouts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's records go, and how.
 *
 * @param pipeline the pipeline's name
 * @param dataSource the target database; a session holds one of its connections while it has pages to load
 * @param tables the tables in dependency order, parents first; when empty, the tables are those that each page brings,
 *     in the page's order, with their primary keys
 * @param allowed which tables a page may bring when there are none in {@code tables}
 * @param staging the kind of staging tables
 * @param stagingHook creates the staging tables in place of the component; null to leave it to the component
 * @param commit brings the records from staging into the tables in place of the generated merge; null for the generated merge
 * @param metadataColumn a jsonb column that the records fill and only staging has, for {@code commit} to read; null for
 *     none
 * @param keepFailedStaging whether an unlogged staging table whose merge failed stays until the next load that succeeds
 * @param timeouts how long the statements of a page may wait and last
 * @param schema what becomes of tables and columns that the target lacks
 */
public record PostgresTargetSpec(
        String pipeline,
        DataSource dataSource,
        List<TableSpec> tables,
        AllowedTables allowed,
        StagingKind staging,
        @Nullable StagingHook stagingHook,
        @Nullable CommitFunction commit,
        @Nullable String metadataColumn,
        boolean keepFailedStaging,
        Timeouts timeouts,
        SchemaSpec schema) {
    /** @throws EtlException when a table comes twice, or an option is given that can have no effect */
    public PostgresTargetSpec {
        tables = List.copyOf(tables);
        Set<QualifiedName> seen = new HashSet<>();
        for (TableSpec table : tables) {
            if (!seen.add(table.table())) {
                throw new EtlException(pipeline, "the option tables names " + table.table() + " twice. Name it once");
            }
        }
        if (metadataColumn != null && commit == null) {
            throw new EtlException(
                    pipeline,
                    "the option metadataColumn needs commit or commitSql: the generated merge has no use for the column \""
                            + metadataColumn + "\". Give one of them, or leave metadataColumn out");
        }
        if (keepFailedStaging && staging != StagingKind.UNLOGGED) {
            throw new EtlException(
                    pipeline,
                    "a failed load's staging can only be kept with staging=unlogged: temporary tables end with their"
                            + " session");
        }
    }

    /** The same, with whatever tables pages bring when there are none in {@code tables}. */
    public PostgresTargetSpec(
            String pipeline,
            DataSource dataSource,
            List<TableSpec> tables,
            StagingKind staging,
            @Nullable StagingHook stagingHook,
            @Nullable CommitFunction commit,
            @Nullable String metadataColumn,
            boolean keepFailedStaging) {
        this(
                pipeline,
                dataSource,
                tables,
                AllowedTables.ALL,
                staging,
                stagingHook,
                commit,
                metadataColumn,
                keepFailedStaging,
                Timeouts.NONE,
                SchemaSpec.NONE);
    }

    /** The same, where tables and columns may be missing. */
    public PostgresTargetSpec withSchema(SchemaSpec other) {
        return new PostgresTargetSpec(
                pipeline,
                dataSource,
                tables,
                allowed,
                staging,
                stagingHook,
                commit,
                metadataColumn,
                keepFailedStaging,
                timeouts,
                other);
    }

    /** Temporary staging and the generated merge. */
    public static PostgresTargetSpec of(String pipeline, DataSource dataSource, List<TableSpec> tables) {
        return new PostgresTargetSpec(pipeline, dataSource, tables, StagingKind.TEMP, null, null, null, false);
    }
}
