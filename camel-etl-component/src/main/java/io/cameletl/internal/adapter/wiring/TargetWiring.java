package io.cameletl.internal.adapter.wiring;

import io.cameletl.CommitFunction;
import io.cameletl.Target;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.spec.SourceColumns;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.postgres.OtherTargetDriver;
import io.cameletl.internal.postgres.PostgresDriver;
import io.cameletl.internal.postgres.WatchedWork;
import io.cameletl.internal.postgres.page.SqlCommit;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.SchemaSpec;
import io.cameletl.internal.postgres.state.HistoryLimits;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Where the options say that pages and positions go.
 *
 * @param onlyTable the table of rows that name none; null when there is not exactly one
 */
record TargetWiring(Driver driver, @Nullable String onlyTable, StatePlace state) {
    /** @return the statements by which pages were brought into a PostgreSQL target by this process */
    List<ShownStatement> statements() {
        return driver instanceof PostgresDriver postgres ? postgres.statements() : List.of();
    }

    /** @param columns the records' columns at the source, where they are known */
    static TargetWiring of(OptionReader read, SourceColumns columns) {
        List<String> names = OptionReader.names(read.options().getTables());
        EtlConfiguration options = read.options();
        DataSource state = options.getStateDataSource();
        DataSource dataSource = options.getTarget() != null && state != null ? state : read.dataSource();
        return new TargetWiring(
                driver(read, names, dataSource, columns),
                names.size() == 1 ? names.get(0) : null,
                new StatePlace(state != null ? state : dataSource, options.getStateSchema()));
    }

    private static Driver driver(OptionReader read, List<String> tables, DataSource dataSource, SourceColumns columns) {
        EtlConfiguration options = read.options();
        DataSource state = options.getStateDataSource();
        Target other = options.getTarget();
        JdbcPipelineStore store;
        try {
            store = new JdbcPipelineStore(
                    state != null ? state : dataSource,
                    options.getStateSchema(),
                    options.isCreateTables(),
                    new HistoryLimits(Duration.ofMillis(options.getHistoryRetention()), options.getHistoryMaxRuns()));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
        WatchedWork work = new WatchedWork(
                read.pipeline(), Duration.ofMillis(options.getLeaseDuration()), () -> stopTime(read.context()));
        if (other != null) {
            return new OtherTargetDriver(read.pipeline(), other, store, work);
        }
        PostgresTargetSpec spec = new PostgresTargetSpec(
                read.pipeline(),
                dataSource,
                TableOptions.tables(read, tables),
                TableOptions.allowed(read),
                options.getStaging(),
                options.getStagingHook(),
                commit(read),
                options.getMetadataColumn(),
                options.isKeepFailedStaging(),
                SettingsWiring.timeouts(read),
                new SchemaSpec(options.getSchemaChanges(), options.isCreateTargetTables(), columns));
        return new PostgresDriver(spec, store, state == null || state == dataSource, work);
    }

    private static Duration stopTime(CamelContext context) {
        ShutdownStrategy strategy = context.getShutdownStrategy();
        return Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit());
    }

    /** @return whether code or statements of the user's are given each page */
    static boolean hasHooks(EtlConfiguration options) {
        return options.getStagingHook() != null || options.getCommit() != null || options.getCommitSql() != null;
    }

    private static @Nullable CommitFunction commit(OptionReader read) {
        String sql = read.options().getCommitSql();
        CommitFunction function = read.options().getCommit();
        return sql == null ? function : new SqlCommit(read.pipeline(), read.text("commitSql", sql));
    }
}
