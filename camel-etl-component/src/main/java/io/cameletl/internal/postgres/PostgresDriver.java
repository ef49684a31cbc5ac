package io.cameletl.internal.postgres;

import io.cameletl.EtlException;
import io.cameletl.PipelinePlan;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.survey.SurveyedTables;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.postgres.page.LedgerTables;
import io.cameletl.internal.postgres.page.LoadedTables;
import io.cameletl.internal.postgres.page.PostgresWriter;
import io.cameletl.internal.postgres.pass.PassTarget;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.postgres.survey.SurveyTarget;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver for PostgreSQL: each page goes by COPY into staging tables and from there, in one transaction with the
 * cursor's step, into the target tables. Immutable and thread-safe.
 */
public final class PostgresDriver implements Driver {
    private final PostgresTargetSpec spec;
    private final JdbcPipelineStore store;
    private final boolean oneDatabase;
    private final WatchedWork work;
    private final LoadedTables loaded;

    /**
     * @param spec where the records go, and how
     * @param store keeps the position
     * @param oneDatabase whether the store's tables are in the target's database: only then do a page's rows and its
     *     cursor commit in one transaction. Else the cursor is saved after the rows, which arrive at least once
     * @param work what is under way at databases
     */
    public PostgresDriver(PostgresTargetSpec spec, JdbcPipelineStore store, boolean oneDatabase, WatchedWork work) {
        this.spec = spec;
        this.store = store;
        this.oneDatabase = oneDatabase;
        this.work = work;
        this.loaded = new LoadedTables(spec);
    }

    /** @return the statements by which pages were merged in this process; none before the first */
    public List<ShownStatement> statements() {
        return loaded.statements();
    }

    @Override
    public PipelineStore store() {
        return store;
    }

    /** @param owner tells this run's staging tables from any other's */
    @Override
    public PageWriter open(String owner, boolean nonePostponed) {
        return oneDatabase
                ? PostgresWriter.joined(spec, owner, loaded, store, nonePostponed)
                : PostgresWriter.apart(spec, owner, loaded, store);
    }

    @Override
    public Map<String, Long> strange(List<RejectedRecord> postponed) {
        return new LedgerTables(spec.tables()).strange(postponed, names -> store.identities(spec.pipeline(), names));
    }

    @Override
    public ComparedTarget compared() {
        return new PassTarget(spec);
    }

    @Override
    public SurveyedTables surveyed() {
        return new SurveyTarget(spec);
    }

    @Override
    public boolean isTransient(Throwable failure) {
        return EtlException.isTransient(failure);
    }

    /** The target first: its server, the declared tables, what their options name and the rights on them. */
    @Override
    public List<String> check(@Nullable List<String> columns) {
        List<String> tables = new TargetCheck(spec, columns, loaded.schema()).check();
        store.check(spec.pipeline(), !oneDatabase);
        return tables;
    }

    @Override
    public PipelinePlan plan(@Nullable List<String> columns) {
        return new TargetPlan(spec, columns).make();
    }

    @Override
    public List<SchemaNews> schemaNews() {
        return loaded.schema().take();
    }

    @Override
    public WatchedRun watch(BooleanSupplier stopping) {
        return work.watch(stopping);
    }

    @Override
    public List<DatabaseSection> sections() {
        return work.sections();
    }
}
