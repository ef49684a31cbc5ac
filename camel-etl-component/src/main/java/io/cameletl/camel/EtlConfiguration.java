package io.cameletl.camel;

import io.cameletl.CommitFunction;
import io.cameletl.PipelineBreaker;
import io.cameletl.StagingHook;
import io.cameletl.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of an {@code etl:} endpoint. Not thread-safe; not changed once the endpoint has started. */
@UriParams
public class EtlConfiguration implements Cloneable {
    @UriParam(
            label = "producer",
            description = "What the endpoint does, unless the header CamelEtlOperation says otherwise.",
            defaultValue = "run")
    private EtlOperation operation = EtlOperation.run;

    @UriParam(
            label = "source",
            description =
                    "Where the rows come from: the URI of an endpoint that answers a request with rows, or #name of a Source bean.")
    private @Nullable Object source;

    @UriParam(
            label = "source",
            description =
                    "Makes a page's rows into the tables' records: the URI of an endpoint, or #name of a Transform bean. Not needed when the rows already are the records of the only table.")
    private @Nullable Object transform;

    @UriParam(
            label = "source",
            description =
                    "The built-in source: an SQL query whose rows go into the only table, or through the transform. Needs sourceDataSource and cursorColumns. The component wraps it to read page by page.")
    private @Nullable String query;

    @UriParam(
            label = "source",
            description =
                    "The database that the query reads. With another kind of source: the database whose clock ends the windows.")
    private @Nullable DataSource sourceDataSource;

    @UriParam(
            label = "source",
            description =
                    "The columns, comma separated, by which the source's rows are ordered and told apart: usually the change time and the id. Needed by query and by source endpoints.")
    private @Nullable String cursorColumns;

    @UriParam(
            label = "source",
            description =
                    "The cursor's class: a record, or a class that Jackson can write and read. TimestampCursor unless given; query has its own.")
    private @Nullable String cursorType;

    @UriParam(
            label = "source",
            description = "The cursor, as JSON, after which a new pipeline starts. At the beginning unless given.")
    private @Nullable String seedCursor;

    @UriParam(
            label = "source",
            description =
                    "The time zone of the change times when the first cursor column is a timestamp without time zone.",
            defaultValue = "UTC")
    private String sourceTimeZone = "UTC";

    @UriParam(
            label = "target",
            description = "The target database. Found by itself when the registry holds just one data source.")
    @Metadata(autowired = true)
    private @Nullable DataSource dataSource;

    @UriParam(
            label = "target",
            description =
                    "The target tables, comma separated, parents before the children that refer to them: name or schema.name, a name that needs it in double quotes. Unless given, the pages say which tables there are.")
    private @Nullable String tables;

    @UriParam(
            label = "target",
            description =
                    "The columns, comma separated, that tell a table's rows apart; a unique index must cover just them. The primary key unless given.")
    private @Nullable String keyColumns;

    @UriParam(
            label = "target",
            description =
                    "The column that grows with each change of a row. An older version never overwrites a newer one.")
    private @Nullable String versionColumn;

    @UriParam(
            label = "target",
            description =
                    "The column of the records that says that a row is gone: anything but NULL or false deletes it from the target.")
    private @Nullable String deletedColumn;

    @UriParam(
            label = "target",
            description =
                    "Options of single tables, which go before those of all: table.NAME.keyColumns, table.NAME.versionColumn and table.NAME.deletedColumn.",
            prefix = "table.",
            multiValue = true)
    private Map<String, Object> tableOptions = new LinkedHashMap<>();

    @UriParam(
            label = "target",
            description =
                    "Brings the staging tables into the target tables in place of the generated merge, in the page's transaction.")
    private @Nullable CommitFunction commit;

    @UriParam(
            label = "target",
            description =
                    "The SQL, inline or as a resource such as classpath:merge.sql, that brings the staging tables into the target tables in place of the generated merge. ${staging.NAME} stands for the staging table of the table NAME.")
    private @Nullable String commitSql;

    @UriParam(
            label = "target",
            description =
                    "A target of another kind. The cursor is saved after each page: a crash in between loads a page again (at least once).")
    private @Nullable Target target;

    @UriParam(
            label = "target",
            description =
                    "What staging tables are: temp tables of the session, or unlogged tables, which can be looked at from elsewhere.",
            defaultValue = "temp",
            enums = "temp,unlogged")
    private String staging = "temp";

    @UriParam(
            label = "target",
            description =
                    "Whether the staging tables of a failed load stay, to be looked at, until the next load that succeeds. Only with staging=unlogged.",
            defaultValue = "false")
    private boolean keepFailedStaging = false;

    @UriParam(label = "target", description = "Creates the staging tables in place of the component.")
    private @Nullable StagingHook stagingHook;

    @UriParam(
            label = "target",
            description =
                    "A jsonb column that only the staging tables have, filled from the records' value of this name, for a commit of one's own to read.")
    private @Nullable String metadataColumn;

    @UriParam(
            label = "state",
            description =
                    "The database that keeps the cursor, when not the target database. The cursor is then saved after each page: a crash in between loads a page again (at least once).")
    private @Nullable DataSource stateDataSource;

    @UriParam(
            label = "state",
            description = "The schema of the state tables. The first of the session's search path unless given.")
    private @Nullable String stateSchema;

    @UriParam(
            label = "state",
            description = "Whether the state tables are created when they are missing.",
            defaultValue = "true")
    private boolean createTables = true;

    @UriParam(
            label = "state",
            description =
                    "How long a holder that died keeps the pipeline from others. A live one renews its lease three times as often.",
            javaType = "java.time.Duration",
            defaultValue = "30s")
    private long leaseDuration = 30_000;

    @UriParam(
            label = "run",
            description = "How many source rows are extracted, transformed, loaded and committed together.",
            defaultValue = "1000")
    private int pageSize = 1_000;

    @UriParam(label = "run", description = "How many pages a run loads at most; 0 for no limit.", defaultValue = "0")
    private int maxPagesPerRun = 0;

    @UriParam(
            label = "run",
            description = "How many pages are extracted ahead of the one being loaded; 0 extracts and loads in turn.",
            defaultValue = "1")
    private int prefetch = 1;

    @UriParam(
            label = "run",
            description =
                    "How far behind the source's now a window ends, so that rows whose transaction commits late are not passed over.",
            javaType = "java.time.Duration",
            defaultValue = "10s")
    private long consistencyDelay = 10_000;

    @UriParam(
            label = "run",
            description =
                    "How far each window reaches back over the one before it: rows whose transaction committed later than the consistencyDelay are read as long as their change time is no older. What did not change is not written again.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long lookback = 0;

    @UriParam(
            label = "run",
            description =
                    "Whether a window also ends the consistencyDelay before the start of the oldest transaction still open at the source, a PostgreSQL database named in sourceDataSource, so that rows that commit late are not passed over however late they come.",
            defaultValue = "false")
    private boolean openTransactionGuard = false;

    @UriParam(
            label = "failure",
            description =
                    "How often a page is tried again whose failure may pass: a lost connection, a deadlock, a lack of resources.",
            defaultValue = "5")
    private int maximumRedeliveries = 5;

    @UriParam(
            label = "failure",
            description = "The wait before the first of these tries.",
            javaType = "java.time.Duration",
            defaultValue = "1s")
    private long redeliveryDelay = 1_000;

    @UriParam(label = "failure", description = "Each further wait is this many times as long.", defaultValue = "2.0")
    private double backOffMultiplier = 2.0;

    @UriParam(
            label = "failure",
            description = "No wait is longer.",
            javaType = "java.time.Duration",
            defaultValue = "60s")
    private long maximumRedeliveryDelay = 60_000;

    @UriParam(
            label = "failure",
            description =
                    "What becomes of a page that fails for good: hold tries it again in every run, skip puts it into the ledger of skipped pages and goes on.",
            defaultValue = "hold",
            enums = "hold,skip")
    private String onExhausted = "hold";

    @UriParam(
            label = "failure",
            description =
                    "What becomes of a page with records that the target refuses: fail fails the page, reject sets those records aside in a ledger and loads the rest.",
            defaultValue = "fail",
            enums = "fail,reject")
    private String onBadRecord = "fail";

    @UriParam(
            label = "failure",
            description = "How many bad records a run may set aside before it fails. Only with onBadRecord=reject.",
            defaultValue = "1000")
    private int maxRejectsPerRun = 1_000;

    @UriParam(
            label = "failure",
            description =
                    "Hears of failed runs, skipped pages, rejected records and the circuit breaker: the URI of an endpoint, whose body is the EtlEvent, or #name of a PipelineListener bean.")
    private @Nullable Object notifier;

    @UriParam(
            label = "failure",
            description =
                    "How far behind the source the target may be before the notifier hears that the pipeline is late, once until it has caught up; 0 for never.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long lateAfter = 0;

    @UriParam(
            label = "failure",
            description =
                    "The circuit breaker that stands before the runs, as #name of its bean, the same that the circuitBreaker EIP around this endpoint refers to. Its state is kept with the pipeline, and restored when the route starts; its transitions are told to the notifier.")
    private @Nullable PipelineBreaker circuitBreaker;

    /** @return a copy that can be changed on its own */
    public EtlConfiguration copy() {
        try {
            EtlConfiguration copy = (EtlConfiguration) clone();
            copy.tableOptions = new LinkedHashMap<>(tableOptions);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public EtlOperation getOperation() {
        return operation;
    }

    public void setOperation(EtlOperation operation) {
        this.operation = operation;
    }

    public @Nullable Object getSource() {
        return source;
    }

    public void setSource(@Nullable Object source) {
        this.source = source;
    }

    public @Nullable Object getTransform() {
        return transform;
    }

    public void setTransform(@Nullable Object transform) {
        this.transform = transform;
    }

    public @Nullable String getQuery() {
        return query;
    }

    public void setQuery(@Nullable String query) {
        this.query = query;
    }

    public @Nullable DataSource getSourceDataSource() {
        return sourceDataSource;
    }

    public void setSourceDataSource(@Nullable DataSource sourceDataSource) {
        this.sourceDataSource = sourceDataSource;
    }

    public @Nullable String getCursorColumns() {
        return cursorColumns;
    }

    public void setCursorColumns(@Nullable String cursorColumns) {
        this.cursorColumns = cursorColumns;
    }

    public @Nullable String getCursorType() {
        return cursorType;
    }

    public void setCursorType(@Nullable String cursorType) {
        this.cursorType = cursorType;
    }

    public @Nullable String getSeedCursor() {
        return seedCursor;
    }

    public void setSeedCursor(@Nullable String seedCursor) {
        this.seedCursor = seedCursor;
    }

    public String getSourceTimeZone() {
        return sourceTimeZone;
    }

    public void setSourceTimeZone(String sourceTimeZone) {
        this.sourceTimeZone = sourceTimeZone;
    }

    public @Nullable DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(@Nullable DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public @Nullable String getTables() {
        return tables;
    }

    public void setTables(@Nullable String tables) {
        this.tables = tables;
    }

    public @Nullable String getKeyColumns() {
        return keyColumns;
    }

    public void setKeyColumns(@Nullable String keyColumns) {
        this.keyColumns = keyColumns;
    }

    public @Nullable String getVersionColumn() {
        return versionColumn;
    }

    public void setVersionColumn(@Nullable String versionColumn) {
        this.versionColumn = versionColumn;
    }

    public @Nullable String getDeletedColumn() {
        return deletedColumn;
    }

    public void setDeletedColumn(@Nullable String deletedColumn) {
        this.deletedColumn = deletedColumn;
    }

    public Map<String, Object> getTableOptions() {
        return tableOptions;
    }

    public void setTableOptions(Map<String, Object> tableOptions) {
        this.tableOptions = tableOptions;
    }

    public @Nullable CommitFunction getCommit() {
        return commit;
    }

    public void setCommit(@Nullable CommitFunction commit) {
        this.commit = commit;
    }

    public @Nullable String getCommitSql() {
        return commitSql;
    }

    public void setCommitSql(@Nullable String commitSql) {
        this.commitSql = commitSql;
    }

    public @Nullable Target getTarget() {
        return target;
    }

    public void setTarget(@Nullable Target target) {
        this.target = target;
    }

    public String getStaging() {
        return staging;
    }

    public void setStaging(String staging) {
        this.staging = staging;
    }

    public boolean isKeepFailedStaging() {
        return keepFailedStaging;
    }

    public void setKeepFailedStaging(boolean keepFailedStaging) {
        this.keepFailedStaging = keepFailedStaging;
    }

    public @Nullable StagingHook getStagingHook() {
        return stagingHook;
    }

    public void setStagingHook(@Nullable StagingHook stagingHook) {
        this.stagingHook = stagingHook;
    }

    public @Nullable String getMetadataColumn() {
        return metadataColumn;
    }

    public void setMetadataColumn(@Nullable String metadataColumn) {
        this.metadataColumn = metadataColumn;
    }

    public @Nullable DataSource getStateDataSource() {
        return stateDataSource;
    }

    public void setStateDataSource(@Nullable DataSource stateDataSource) {
        this.stateDataSource = stateDataSource;
    }

    public @Nullable String getStateSchema() {
        return stateSchema;
    }

    public void setStateSchema(@Nullable String stateSchema) {
        this.stateSchema = stateSchema;
    }

    public boolean isCreateTables() {
        return createTables;
    }

    public void setCreateTables(boolean createTables) {
        this.createTables = createTables;
    }

    public long getLeaseDuration() {
        return leaseDuration;
    }

    public void setLeaseDuration(long leaseDuration) {
        this.leaseDuration = leaseDuration;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public int getMaxPagesPerRun() {
        return maxPagesPerRun;
    }

    public void setMaxPagesPerRun(int maxPagesPerRun) {
        this.maxPagesPerRun = maxPagesPerRun;
    }

    public int getPrefetch() {
        return prefetch;
    }

    public void setPrefetch(int prefetch) {
        this.prefetch = prefetch;
    }

    public long getConsistencyDelay() {
        return consistencyDelay;
    }

    public void setConsistencyDelay(long consistencyDelay) {
        this.consistencyDelay = consistencyDelay;
    }

    public long getLookback() {
        return lookback;
    }

    public void setLookback(long lookback) {
        this.lookback = lookback;
    }

    public boolean isOpenTransactionGuard() {
        return openTransactionGuard;
    }

    public void setOpenTransactionGuard(boolean openTransactionGuard) {
        this.openTransactionGuard = openTransactionGuard;
    }

    public int getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(int maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }

    public long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public double getBackOffMultiplier() {
        return backOffMultiplier;
    }

    public void setBackOffMultiplier(double backOffMultiplier) {
        this.backOffMultiplier = backOffMultiplier;
    }

    public long getMaximumRedeliveryDelay() {
        return maximumRedeliveryDelay;
    }

    public void setMaximumRedeliveryDelay(long maximumRedeliveryDelay) {
        this.maximumRedeliveryDelay = maximumRedeliveryDelay;
    }

    public String getOnExhausted() {
        return onExhausted;
    }

    public void setOnExhausted(String onExhausted) {
        this.onExhausted = onExhausted;
    }

    public String getOnBadRecord() {
        return onBadRecord;
    }

    public void setOnBadRecord(String onBadRecord) {
        this.onBadRecord = onBadRecord;
    }

    public int getMaxRejectsPerRun() {
        return maxRejectsPerRun;
    }

    public void setMaxRejectsPerRun(int maxRejectsPerRun) {
        this.maxRejectsPerRun = maxRejectsPerRun;
    }

    public @Nullable Object getNotifier() {
        return notifier;
    }

    public void setNotifier(@Nullable Object notifier) {
        this.notifier = notifier;
    }

    public long getLateAfter() {
        return lateAfter;
    }

    public void setLateAfter(long lateAfter) {
        this.lateAfter = lateAfter;
    }

    public @Nullable PipelineBreaker getCircuitBreaker() {
        return circuitBreaker;
    }

    public void setCircuitBreaker(@Nullable PipelineBreaker circuitBreaker) {
        this.circuitBreaker = circuitBreaker;
    }
}
