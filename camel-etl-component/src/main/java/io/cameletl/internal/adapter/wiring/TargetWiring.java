package io.cameletl.internal.adapter.wiring;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.Target;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.postgres.OtherTargetDriver;
import io.cameletl.internal.postgres.PostgresDriver;
import io.cameletl.internal.postgres.page.PostgresWriter;
import io.cameletl.internal.postgres.page.SqlCommit;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the options say that pages and positions go.
 *
 * @param onlyTable the table of rows that name none; null when there is not exactly one
 */
record TargetWiring(
        PipelineStore store,
        PageWriter.Factory writers,
        @Nullable PostgresDriver postgres,
        @Nullable String onlyTable) {
    private static final Logger LOG = LoggerFactory.getLogger(TargetWiring.class);

    static TargetWiring of(OptionReader read) {
        EtlConfiguration options = read.options();
        DataSource state = options.getStateDataSource();
        Target other = options.getTarget();
        DataSource dataSource = other != null && state != null ? state : read.dataSource();
        JdbcPipelineStore store;
        try {
            store = new JdbcPipelineStore(
                    state != null ? state : dataSource, options.getStateSchema(), options.isCreateTables());
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
        List<String> names = OptionReader.names(options.getTables());
        String onlyTable = names.size() == 1 ? names.get(0) : null;
        if (other != null) {
            return new TargetWiring(store, owner -> new OtherTargetDriver(store, other), null, onlyTable);
        }
        PostgresDriver target = new PostgresDriver(new PostgresTargetSpec(
                read.pipeline(),
                dataSource,
                TableOptions.tables(read, names),
                options.getStaging(),
                options.getStagingHook(),
                commit(read),
                options.getMetadataColumn(),
                options.isKeepFailedStaging()));
        boolean joined = state == null || state == dataSource;
        PageWriter.Factory writers = owner -> new PostgresWriter(target.open(owner), store, joined);
        return new TargetWiring(store, writers, target, onlyTable);
    }

    private static @Nullable CommitFunction commit(OptionReader read) {
        String sql = read.options().getCommitSql();
        CommitFunction function = read.options().getCommit();
        return sql == null ? function : new SqlCommit(read.pipeline(), read.text("commitSql", sql));
    }

    /**
     * Checks the target against its catalogue. A database that cannot be reached now may well be there at the first
     * run, which checks again.
     */
    void check(OptionReader read, Runnable position) {
        try {
            if (postgres != null && read.options().getOperation().isLoading()) {
                postgres.check();
            }
            position.run();
        } catch (RuntimeException e) {
            if (!EtlException.isTransient(e)) {
                throw e;
            }
            LOG.warn(
                    "pipeline \"{}\": a database cannot be reached; its tables are checked by the first run: {}",
                    read.pipeline(),
                    e.getMessage());
        }
    }
}
