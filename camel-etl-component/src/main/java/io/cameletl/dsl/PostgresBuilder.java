package io.cameletl.dsl;

import io.cameletl.CommitFunction;
import io.cameletl.SchemaChanges;
import io.cameletl.StagingHook;
import io.cameletl.StagingKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The target tables of a pipeline, and how pages get into them. Not thread-safe. */
public final class PostgresBuilder {
    private final List<String> tables = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();

    PostgresBuilder(DataSource dataSource) {
        options.put("dataSource", dataSource);
    }

    /** @param name the next table, parents before the children that refer to them; {@code name} or {@code schema.name} */
    public PostgresBuilder table(String name) {
        return table(name, table -> table);
    }

    /**
     * @param name the next table, parents before the children that refer to them; {@code name} or {@code schema.name}
     * @param settings what is particular to it
     */
    public PostgresBuilder table(String name, UnaryOperator<TableBuilder> settings) {
        tables.add(name);
        settings.apply(new TableBuilder())
                .options()
                .forEach((option, value) -> options.put(option.option(name), value));
        return this;
    }

    /**
     * For pages that say themselves which tables there are, in place of {@link #table}.
     *
     * @param patterns the tables that pages may bring when they say themselves which tables there are, with {@code *} for
     *     any characters, as in {@code sales.*}
     */
    public PostgresBuilder allowedTables(String... patterns) {
        options.put("allowedTables", String.join(",", patterns));
        return this;
    }

    /** @param fate what becomes of a page whose records have columns that their table lacks; fail unless set */
    public PostgresBuilder schemaChanges(SchemaChanges fate) {
        options.put("schemaChanges", fate);
        return this;
    }

    /** From now on tables that are missing are created: as the source has them, else for the values of the first page. */
    public PostgresBuilder createTargetTables() {
        options.put("createTargetTables", true);
        return this;
    }

    /** @param commit what brings the staging tables into the target tables in place of the generated merge */
    public PostgresBuilder commit(CommitFunction commit) {
        options.put("commit", commit);
        return this;
    }

    /**
     * @param sql the SQL that brings the staging tables into the target tables in place of the generated merge; inline,
     *     or as a resource such as {@code classpath:merge.sql}
     */
    public PostgresBuilder commit(String sql) {
        options.put("commitSql", sql);
        return this;
    }

    /** @param kind what staging tables are; temp unless set */
    public PostgresBuilder staging(StagingKind kind) {
        options.put("staging", kind);
        return this;
    }

    /**
     * From now on the staging tables of a failed load stay, to be looked at, until the next load that succeeds. Only with
     * {@link StagingKind#UNLOGGED}.
     */
    public PostgresBuilder keepFailedStaging() {
        options.put("keepFailedStaging", true);
        return this;
    }

    /** @param hook what creates the staging tables in place of the component */
    public PostgresBuilder stagingHook(StagingHook hook) {
        options.put("stagingHook", hook);
        return this;
    }

    /** @param column a {@code jsonb} column that only the staging tables have, for a custom commit to read */
    public PostgresBuilder metadataColumn(String column) {
        options.put("metadataColumn", column);
        return this;
    }

    Map<String, Object> options() {
        Map<String, Object> all = new LinkedHashMap<>();
        if (!tables.isEmpty()) {
            all.put("tables", String.join(",", tables));
        }
        all.putAll(options);
        return all;
    }
}
