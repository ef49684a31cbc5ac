package io.cameletl.camel;

import io.cameletl.CommitFunction;
import io.cameletl.Deletes;
import io.cameletl.OnBadRecord;
import io.cameletl.OnExhausted;
import io.cameletl.PipelineBreaker;
import io.cameletl.RunMode;
import io.cameletl.SchemaChanges;
import io.cameletl.StagingHook;
import io.cameletl.StagingKind;
import io.cameletl.Strategy;
import io.cameletl.Surplus;
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
            description = "What the endpoint does.",
            defaultValue = "run",
            enums =
                    "run,next,load,status,seek,replay,pause,resume,adopt,closeBreaker,verify,plan,reset,reload,reconcile")
    private EtlOperation operation = EtlOperation.RUN;

    @UriParam(
            label = "producer",
            description =
                    "Whether a message may choose another operation by the header `CamelEtlOperation`; only where nobody else can set that header. Without it the header has no effect, and a warning says so once.",
            defaultValue = "false")
    private boolean allowOperationHeader = false;

    @UriParam(
            label = "source",
            description =
                    "Where the rows come from: an endpoint's URI, or `#name` of a `Source` bean. An endpoint answers a page's request with rows; it needs `cursorColumns`. Not together with `query`.")
    private @Nullable Object source;

    @UriParam(
            label = "source",
            description =
                    "The built-in source: one `SELECT` over PostgreSQL, inline or as a resource such as `classpath:users.sql`. The component wraps it to read page by page. Needs `sourceDataSource` and `cursorColumns`.")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
    private @Nullable String query;

    @UriParam(
            label = "source",
            description =
                    "The database that `query` reads. With an endpoint or a bean as source: the database whose clock ends the windows.")
    private @Nullable DataSource sourceDataSource;

    @UriParam(
            label = "source",
            description =
                    "The columns that order the source's rows and tell them apart: the change time, then a unique id; comma separated. Needed by `query` and by source endpoints.")
    private @Nullable String cursorColumns;

    @UriParam(
            label = "source",
            description =
                    "The columns of the source's rows that the records do not have, such as a change time that the target table lacks; comma separated. Needs `query` or a source endpoint; does not go with `transform`, which makes the records itself.")
    private @Nullable String omitColumns;

    @UriParam(
            label = "source",
            description =
                    "The cursor's class, by its full name: a record, or another class that Jackson can write and read. `TimestampCursor` unless given; `query` has its own, `KeysetCursor`.")
    private @Nullable String cursorType;

    @UriParam(
            label = "source",
            description = "The cursor after which a new pipeline starts; as JSON. At the beginning unless given.")
    private @Nullable String seedCursor;

    @UriParam(
            label = "source",
            description =
                    "How far ahead of the source's clock a cursor may be; 0 for any distance. One that is further ahead would hide all rows that are to come: a load or seek with it is refused, and so is a run that finds it stored. Told of a `TimestampCursor`, and of a `KeysetCursor` that begins with a time.",
            javaType = "java.time.Duration",
            defaultValue = "1d")
    private long maxCursorAhead = 86_400_000;

    @UriParam(
            label = "source",
            description =
                    "The time zone of the change times when the first cursor column is a time without zone, or a date; not for one that has a zone. With `query` it is UTC unless set. With a `source` endpoint such a column needs it, and requests then have their times in it, without zone.")
    private @Nullable String sourceTimeZone;

    @UriParam(
            label = "source",
            description =
                    "What makes a page's rows into the tables' records: an endpoint's URI, or `#name` of a `Transform` bean. Not needed when the rows are the records of the only table.")
    private @Nullable Object transform;

    @UriParam(
            label = "target",
            description = "The target database. Found by itself when the registry holds just one data source.")
    @Metadata(autowired = true)
    private @Nullable DataSource dataSource;

    @UriParam(
            label = "target",
            description =
                    "The target tables, parents before the children that refer to them; comma separated. Each is `name` or `schema.name`, in double quotes where it holds a dot, comma or quote. A page with records for another is refused. Needed by whatever loads into PostgreSQL, unless `allowedTables` is given.")
    private @Nullable String tables;

    @UriParam(
            label = "target",
            description =
                    "The tables that pages may bring when they say themselves which tables there are; comma separated. Each is written as in `tables`, with `*` for any characters: `sales.*` is all that is written with that schema. Such tables are loaded in the order of the page, parents first, by their primary keys. In place of `tables`.")
    private @Nullable String allowedTables;

    @UriParam(
            label = "target",
            description =
                    "The columns that tell a table's rows apart; comma separated. A unique index must cover exactly these. The primary key unless given.")
    private @Nullable String keyColumns;

    @UriParam(
            label = "target",
            description =
                    "The column that grows with each change of a row: an older version never overwrites a newer one.")
    private @Nullable String versionColumn;

    @UriParam(
            label = "target",
            description =
                    "The column of the records that says that a row is gone: any value but NULL and `false` deletes it from the target.")
    private @Nullable String deletedColumn;

    @UriParam(
            label = "target",
            description =
                    "What becomes of the row that `deletedColumn` says is gone: `delete` deletes it; `mark` keeps it, and writes the record's `deletedColumn` into the column of the same name; `ignore` leaves it as it is.",
            defaultValue = "delete",
            enums = "delete,mark,ignore")
    private Deletes deletes = Deletes.DELETE;

    @UriParam(
            label = "target",
            description =
                    "What a table keeps of the versions of a row: `merge` keeps the last; `append` keeps each, once, by `keyColumns` and `versionColumn`; `history` keeps each with the time from when until when it was the one.",
            defaultValue = "merge",
            enums = "merge,append,history")
    private Strategy strategy = Strategy.MERGE;

    @UriParam(
            label = "target",
            description =
                    "With `strategy=history`: the column of the table that says since when a line is valid, which is its version. `valid_from` unless given.")
    private @Nullable String validFromColumn;

    @UriParam(
            label = "target",
            description =
                    "With `strategy=history`: the column of the table that says until when a line is valid, exclusive; NULL in the line that is open. `valid_to` unless given.")
    private @Nullable String validToColumn;

    @UriParam(
            label = "target",
            description =
                    "Options of single tables, which go before those for all: `keyColumns`, `versionColumn`, `deletedColumn`, `deletes`, `strategy`, `validFromColumn`, `validToColumn` or `verifyWhere`, as in `table.users.keyColumns=id`.",
            prefix = "table.",
            multiValue = true)
    private Map<String, Object> tableOptions = new LinkedHashMap<>();

    @UriParam(
            label = "target",
            description =
                    "What becomes of a page whose records have columns that their table lacks: `fail` fails it, and says what to run; `addColumns` adds them in the page's transaction, nullable, of the source's types; `ignore` loads the page without them.",
            defaultValue = "fail",
            enums = "fail,addColumns,ignore")
    private SchemaChanges schemaChanges = SchemaChanges.FAIL;

    @UriParam(
            label = "target",
            description =
                    "Whether `tables` that are missing are created: with the source's columns, types, NOT NULL and key where they are known, as of a `query` without a transform; else with the first page, for its values, and by `keyColumns`.",
            defaultValue = "false")
    private boolean createTargetTables = false;

    @UriParam(
            label = "target",
            description =
                    "What brings the staging tables into the target tables in place of the generated merge: `#name` of a `CommitFunction` bean, called in the page's transaction. Not together with `commitSql`.")
    private @Nullable CommitFunction commit;

    @UriParam(
            label = "target",
            description =
                    "The SQL that brings the staging tables into the target tables in place of the generated merge; inline, or as a resource such as `classpath:merge.sql`. `${staging.NAME}` stands for the staging table of the table `NAME`. Not together with `commit`.")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
    private @Nullable String commitSql;

    @UriParam(
            label = "target",
            description =
                    "What staging tables are: `temp` tables of the session, or `unlogged` tables, which can be looked at from elsewhere.",
            defaultValue = "temp",
            enums = "temp,unlogged")
    private StagingKind staging = StagingKind.TEMP;

    @UriParam(
            label = "target",
            description =
                    "Whether the staging tables of a failed load stay, to be looked at, until the next load that succeeds. Only with `staging=unlogged`.",
            defaultValue = "false")
    private boolean keepFailedStaging = false;

    @UriParam(
            label = "target",
            description = "What creates the staging tables in place of the component: `#name` of a `StagingHook` bean.")
    private @Nullable StagingHook stagingHook;

    @UriParam(
            label = "target",
            description =
                    "A `jsonb` column that only the staging tables have, for a custom commit to read; filled from the records' value of this name. Needs `commit` or `commitSql`.")
    private @Nullable String metadataColumn;

    @UriParam(
            label = "target",
            description =
                    "A target of another kind: `#name` of a `Target` bean. At least once: the cursor is saved after each page, a crash in between loads the page again. The options of the PostgreSQL target are refused.")
    private @Nullable Target target;

    @UriParam(
            label = "state",
            description =
                    "The database that keeps the cursor, when not the target database; PostgreSQL 15 or newer. At least once: the cursor is saved after each page, a crash in between loads the page again.")
    private @Nullable DataSource stateDataSource;

    @UriParam(
            label = "state",
            description = "The schema of the state tables. The first of the session's search path unless given.")
    private @Nullable String stateSchema;

    @UriParam(
            label = "state",
            description = "Whether missing state tables, and a missing `stateSchema`, are created.",
            defaultValue = "true")
    private boolean createTables = true;

    @UriParam(
            label = "state",
            description =
                    "How long runs, and sums of loads, stay in the history; at least 1 minute. Runs that found nothing to do are counted, not kept one by one.",
            javaType = "java.time.Duration",
            defaultValue = "30d")
    private long historyRetention = 2_592_000_000L;

    @UriParam(
            label = "state",
            description = "How many runs of a pipeline stay in the history; at least 1. The oldest leave first.",
            defaultValue = "10000")
    private int historyMaxRuns = 10_000;

    @UriParam(
            label = "state",
            description =
                    "How long a holder that died keeps the pipeline from others; at least 100 ms. A live one renews its lease three times as often.",
            javaType = "java.time.Duration",
            defaultValue = "30s")
    private long leaseDuration = 30_000;

    @UriParam(
            label = "run",
            description = "How many source rows are extracted, transformed, loaded and committed together; at least 1.",
            defaultValue = "1000")
    private int pageSize = 1_000;

    @UriParam(
            label = "run",
            description =
                    "How many rows a page may have while many pages wait: after eight full ones, or 20,000 rows, a page is as large as can be loaded in a second, up to this. For a `query` without a transform, without hooks of your own and without `maxPagesPerRun`; when such a page fails, its rows come by pages of `pageSize`. Up to `pageSize`, pages stay as they are.",
            defaultValue = "50000")
    private int backlogPageSize = 50_000;

    @UriParam(
            label = "run",
            description =
                    "How many pages a run loads at most; 0 for no limit. The next run goes on in the same window.",
            defaultValue = "0")
    private int maxPagesPerRun = 0;

    @UriParam(
            label = "run",
            description =
                    "How many pages are extracted and transformed ahead of the one being loaded; 0 extracts and loads in turn.",
            defaultValue = "1")
    private int prefetch = 1;

    @UriParam(
            label = "run",
            description =
                    "How many pages a run loads at a time, each on a connection of its own to the target: with 2, the next page is loaded beside the one before, and committed after it; 1 loads page after page. A second one is used with `prefetch` above 0, temporary staging and the generated merge, and as long as the pool has a connection to spare.",
            defaultValue = "2")
    private int lanes = 2;

    @UriParam(
            label = "run",
            description =
                    "How many workers of this process load a new pipeline's first window at once, each in a range of the cursor columns and on connections of its own; 1 loads it in one piece. Runs of other processes that find it under way take ranges, too. Needs `query`. The transform, and a commit or staging hook of your own, are called by several threads at a time, and records of different ranges must not have the same key.",
            defaultValue = "1")
    private int initialShards = 1;

    @UriParam(
            label = "run",
            description =
                    "How many source rows of a key's range `operation=verify` sums up at once; each range is one statement on each side. Pages have `pageSize` rows where it reads the source again.",
            defaultValue = "100000")
    private int verifyRangeSize = 100_000;

    @UriParam(
            label = "run",
            description = "How many source rows a second `operation=verify` compares at most; 0 for no limit.",
            defaultValue = "0")
    private int verifyRowsPerSecond;

    @UriParam(
            label = "run",
            description = "How long `operation=verify` waits after each range of keys, or page.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long verifyPause;

    @UriParam(
            label = "run",
            description =
                    "Which rows of the target table are the pipeline's, as a condition in SQL over its columns, such as `origin = 'crm'`: `operation=verify` takes no other row for surplus. All are unless given.")
    @Metadata(largeInput = true, inputLanguage = "sql")
    private @Nullable String verifyWhere;

    @UriParam(
            label = "run",
            description =
                    "What a run reads: `incremental`, the rows that changed since the last; or `full`, all rows in a pass over the key, for sources without a change time: what differs is written, what the source has no more is deleted as `surplus` and `maxSurplus` say. `full` needs `query`, one table and `keyColumns`, and no `cursorColumns`.",
            defaultValue = "incremental",
            enums = "incremental,full")
    private RunMode mode = RunMode.INCREMENTAL;

    @UriParam(
            label = "run",
            description =
                    "How long after the end of a full pass the next is due, with `mode=incremental`: a run that has loaded what changed goes over all rows then as `operation=reconcile` does, for rows that were deleted without a trace; 0 for no such passes. It needs `query` and one table, and yields to what changes every second.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long fullPassEvery;

    @UriParam(
            label = "run",
            description =
                    "When full passes are due, as `fullPassEvery` says at which distance: a Quartz cron expression, in the time zone of the process. The first run after such a time does the pass.")
    private @Nullable String fullPassCron;

    @UriParam(
            label = "run",
            description =
                    "What `operation=reconcile` does with rows of the target that the source has not: `delete`, `mark` them in `deletedColumn`, with `deletes=mark`, or `report`.",
            defaultValue = "delete",
            enums = "delete,mark,report")
    private Surplus surplus = Surplus.DELETE;

    @UriParam(
            label = "run",
            description =
                    "How many surplus rows `operation=reconcile` may delete or mark: a number of rows, or a part of the target's such as `10%`. With more it writes nothing and fails.",
            defaultValue = "10%")
    private String maxSurplus = "10%";

    @UriParam(
            label = "run",
            description =
                    "How far behind the source's clock a window ends, so that rows whose transaction commits late are not passed over.",
            javaType = "java.time.Duration",
            defaultValue = "10s")
    private long consistencyDelay = 10_000;

    @UriParam(
            label = "run",
            description =
                    "How far each window reaches back over the one before it; for sources where `openTransactionGuard` is not to be had. Rows whose transaction committed later than the `consistencyDelay` are read as long as their change time is no older. What did not change is not written again.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long lookback = 0;

    @UriParam(
            label = "run",
            description =
                    "Whether a window also ends the `consistencyDelay` before the oldest transaction that is open at the source, PostgreSQL in `sourceDataSource`. Rows that commit late are then not passed over, however late they come.",
            defaultValue = "false")
    private boolean openTransactionGuard = false;

    @UriParam(
            label = "failure",
            description =
                    "How often a page is tried again whose failure may pass; 0 for never. Such are a lost connection, a deadlock, a lack of resources. The start and the end of a run are tried again as often.",
            defaultValue = "5")
    private int maximumRedeliveries = 5;

    @UriParam(
            label = "failure",
            description = "The wait before the first of these tries; give or take 15 %.",
            javaType = "java.time.Duration",
            defaultValue = "1s")
    private long redeliveryDelay = 1_000;

    @UriParam(
            label = "failure",
            description = "Each further wait is this many times as long; at least 1.",
            defaultValue = "2.0")
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
                    "How long a page's statement waits for a lock, at a PostgreSQL target and at the source of a `query`; 0 for as long as the server's `lock_timeout` lets it. Then the page is tried again. A custom commit is bound by it too.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long lockTimeout = 0;

    @UriParam(
            label = "failure",
            description =
                    "How long a page's statement lasts, at a PostgreSQL target and at the source of a `query`; 0 for as long as the server's `statement_timeout` lets it. Then the page is tried again. A custom commit is bound by it too.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long statementTimeout = 0;

    @UriParam(
            label = "failure",
            description =
                    "What becomes of a page that fails for good: `hold` fails the run, and the next tries the page again; `skip` puts the page into a ledger and goes on.",
            defaultValue = "hold",
            enums = "hold,skip")
    private OnExhausted onExhausted = OnExhausted.HOLD;

    @UriParam(
            label = "failure",
            description =
                    "What becomes of a page with records that the target refuses: `fail` fails the page; `reject` puts these records into a ledger and loads the rest, and does not go with `commit`, `commitSql`, `target` or `stateDataSource`.",
            defaultValue = "fail",
            enums = "fail,reject")
    private OnBadRecord onBadRecord = OnBadRecord.FAIL;

    @UriParam(
            label = "failure",
            description =
                    "How many records a run, or a page of `operation=load`, may reject; at least 1. With one more it fails, with `onExhausted=skip` as well.",
            defaultValue = "1000")
    private int maxRejectsPerRun = 1_000;

    @UriParam(
            label = "failure",
            description =
                    "Whether messages may show values of records, keys and cursors. `false` keeps them out of logs, exceptions, events, JMX and the history; the ledgers hold the records all the same.",
            defaultValue = "true")
    private boolean logValues = true;

    @UriParam(
            label = "failure",
            description =
                    "How many records may wait for rows that they refer to by a foreign key; 0 for none. They are in the ledger, and each page and run tries them again. A page that would postpone one more fails. With `commit`, `commitSql`, `target` or `stateDataSource` no record waits.",
            defaultValue = "10000")
    private int maxPostponed = 10_000;

    @UriParam(
            label = "failure",
            description =
                    "Who hears of failed runs, skipped pages, rejected records, lateness and the circuit breaker: an endpoint's URI, which gets each `EtlEvent` as a body, or `#name` of a `PipelineListener` bean.")
    private @Nullable Object notifier;

    @UriParam(
            label = "failure",
            description =
                    "How far behind the source the target may be before the notifier hears that the pipeline is late; 0 for never. Looked at by time, also while a run hangs or none begins.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long lateAfter = 0;

    @UriParam(
            label = "failure",
            description =
                    "How old the last comparison of source and target may be, by `operation=verify`, `operation=reconcile` or a full pass, before the notifier hears that it is overdue; 0 for any age. A pipeline that was never compared is as old as it is there. It is a problem in console and health until one has ended.",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long verifyEvery;

    @UriParam(
            label = "failure",
            description =
                    "The circuit breaker that stands before the runs: `#name` of the `RunCircuitBreaker` bean that the route's `circuitBreaker` refers to. Its state is kept with the pipeline, and restored when the route starts.")
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

    public boolean isAllowOperationHeader() {
        return allowOperationHeader;
    }

    public void setAllowOperationHeader(boolean allowOperationHeader) {
        this.allowOperationHeader = allowOperationHeader;
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

    public @Nullable String getOmitColumns() {
        return omitColumns;
    }

    public void setOmitColumns(@Nullable String omitColumns) {
        this.omitColumns = omitColumns;
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

    public long getMaxCursorAhead() {
        return maxCursorAhead;
    }

    public void setMaxCursorAhead(long maxCursorAhead) {
        this.maxCursorAhead = maxCursorAhead;
    }

    public @Nullable String getSourceTimeZone() {
        return sourceTimeZone;
    }

    public void setSourceTimeZone(@Nullable String sourceTimeZone) {
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

    public @Nullable String getAllowedTables() {
        return allowedTables;
    }

    public void setAllowedTables(@Nullable String allowedTables) {
        this.allowedTables = allowedTables;
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

    public Deletes getDeletes() {
        return deletes;
    }

    public void setDeletes(Deletes deletes) {
        this.deletes = deletes;
    }

    public Strategy getStrategy() {
        return strategy;
    }

    public void setStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    public @Nullable String getValidFromColumn() {
        return validFromColumn;
    }

    public void setValidFromColumn(String validFromColumn) {
        this.validFromColumn = validFromColumn;
    }

    public @Nullable String getValidToColumn() {
        return validToColumn;
    }

    public void setValidToColumn(String validToColumn) {
        this.validToColumn = validToColumn;
    }

    public SchemaChanges getSchemaChanges() {
        return schemaChanges;
    }

    public void setSchemaChanges(SchemaChanges schemaChanges) {
        this.schemaChanges = schemaChanges;
    }

    public boolean isCreateTargetTables() {
        return createTargetTables;
    }

    public void setCreateTargetTables(boolean createTargetTables) {
        this.createTargetTables = createTargetTables;
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

    public StagingKind getStaging() {
        return staging;
    }

    public void setStaging(StagingKind staging) {
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

    public long getHistoryRetention() {
        return historyRetention;
    }

    public void setHistoryRetention(long historyRetention) {
        this.historyRetention = historyRetention;
    }

    public int getHistoryMaxRuns() {
        return historyMaxRuns;
    }

    public void setHistoryMaxRuns(int historyMaxRuns) {
        this.historyMaxRuns = historyMaxRuns;
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

    public int getBacklogPageSize() {
        return backlogPageSize;
    }

    public void setBacklogPageSize(int backlogPageSize) {
        this.backlogPageSize = backlogPageSize;
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

    public int getLanes() {
        return lanes;
    }

    public void setLanes(int lanes) {
        this.lanes = lanes;
    }

    public int getInitialShards() {
        return initialShards;
    }

    public void setInitialShards(int initialShards) {
        this.initialShards = initialShards;
    }

    public int getVerifyRangeSize() {
        return verifyRangeSize;
    }

    public void setVerifyRangeSize(int verifyRangeSize) {
        this.verifyRangeSize = verifyRangeSize;
    }

    public int getVerifyRowsPerSecond() {
        return verifyRowsPerSecond;
    }

    public void setVerifyRowsPerSecond(int verifyRowsPerSecond) {
        this.verifyRowsPerSecond = verifyRowsPerSecond;
    }

    public long getVerifyPause() {
        return verifyPause;
    }

    public void setVerifyPause(long verifyPause) {
        this.verifyPause = verifyPause;
    }

    public @Nullable String getVerifyWhere() {
        return verifyWhere;
    }

    public void setVerifyWhere(@Nullable String verifyWhere) {
        this.verifyWhere = verifyWhere;
    }

    public RunMode getMode() {
        return mode;
    }

    public void setMode(RunMode mode) {
        this.mode = mode;
    }

    public long getFullPassEvery() {
        return fullPassEvery;
    }

    public void setFullPassEvery(long fullPassEvery) {
        this.fullPassEvery = fullPassEvery;
    }

    public @Nullable String getFullPassCron() {
        return fullPassCron;
    }

    public void setFullPassCron(@Nullable String fullPassCron) {
        this.fullPassCron = fullPassCron;
    }

    public Surplus getSurplus() {
        return surplus;
    }

    public void setSurplus(Surplus surplus) {
        this.surplus = surplus;
    }

    public String getMaxSurplus() {
        return maxSurplus;
    }

    public void setMaxSurplus(String maxSurplus) {
        this.maxSurplus = maxSurplus;
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

    public long getLockTimeout() {
        return lockTimeout;
    }

    public void setLockTimeout(long lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    public long getStatementTimeout() {
        return statementTimeout;
    }

    public void setStatementTimeout(long statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public long getMaximumRedeliveryDelay() {
        return maximumRedeliveryDelay;
    }

    public void setMaximumRedeliveryDelay(long maximumRedeliveryDelay) {
        this.maximumRedeliveryDelay = maximumRedeliveryDelay;
    }

    public OnExhausted getOnExhausted() {
        return onExhausted;
    }

    public void setOnExhausted(OnExhausted onExhausted) {
        this.onExhausted = onExhausted;
    }

    public OnBadRecord getOnBadRecord() {
        return onBadRecord;
    }

    public void setOnBadRecord(OnBadRecord onBadRecord) {
        this.onBadRecord = onBadRecord;
    }

    public boolean isLogValues() {
        return logValues;
    }

    public void setLogValues(boolean logValues) {
        this.logValues = logValues;
    }

    public int getMaxRejectsPerRun() {
        return maxRejectsPerRun;
    }

    public void setMaxRejectsPerRun(int maxRejectsPerRun) {
        this.maxRejectsPerRun = maxRejectsPerRun;
    }

    public int getMaxPostponed() {
        return maxPostponed;
    }

    public void setMaxPostponed(int maxPostponed) {
        this.maxPostponed = maxPostponed;
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

    public long getVerifyEvery() {
        return verifyEvery;
    }

    public void setVerifyEvery(long verifyEvery) {
        this.verifyEvery = verifyEvery;
    }

    public @Nullable PipelineBreaker getCircuitBreaker() {
        return circuitBreaker;
    }

    public void setCircuitBreaker(@Nullable PipelineBreaker circuitBreaker) {
        this.circuitBreaker = circuitBreaker;
    }
}
