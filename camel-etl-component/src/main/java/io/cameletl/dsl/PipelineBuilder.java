package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.OnBadRecord;
import io.cameletl.OnExhausted;
import io.cameletl.PipelineListener;
import io.cameletl.Source;
import io.cameletl.Target;
import io.cameletl.Transform;
import io.cameletl.internal.adapter.wiring.OwnListener;
import io.cameletl.internal.breaker.BreakerSettings;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.route.PipelineErrors;
import io.cameletl.internal.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in the making: each method sets what the {@code etl:} endpoint's option of that name does, and what is not
 * set has the endpoint's default. Not thread-safe.
 *
 * @param <C> the cursor's type
 */
public final class PipelineBuilder<C> {
    private final String name;
    private final Class<C> cursorType;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private @Nullable String cron;
    private @Nullable Duration every;
    private boolean startAtOnce = true;
    private @Nullable BreakerSettings breaker;

    PipelineBuilder(String name, Class<C> cursorType) {
        this.name = name;
        this.cursorType = cursorType;
    }

    /** @param interval the time from the start of one run to that of the next */
    public PipelineBuilder<C> every(Duration interval) {
        every = interval;
        return this;
    }

    /** @param expression when runs start, as a Quartz cron expression, such as {@code 0 0/5 * * * ?} */
    public PipelineBuilder<C> cron(String expression) {
        cron = expression;
        return this;
    }

    /** @param atOnce whether there is a first run when the route starts, or its stored schedule is new; true unless set */
    public PipelineBuilder<C> startAtOnce(boolean atOnce) {
        startAtOnce = atOnce;
        return this;
    }

    /** @param source where the rows come from */
    public PipelineBuilder<C> source(Source<C> source) {
        return option("source", source);
    }

    /** @param uri an endpoint that answers a request with rows; needs {@link #cursorColumns} */
    public PipelineBuilder<C> source(String uri) {
        return option("source", uri);
    }

    /**
     * The built-in source, whose cursor is a {@link KeysetCursor}; needs {@link #cursorColumns}.
     *
     * @param sql the query, inline or as a resource such as {@code classpath:users.sql}
     * @param database what it reads
     */
    public PipelineBuilder<C> query(String sql, DataSource database) {
        return option("query", sql).option("sourceDataSource", database);
    }

    /** @param database with another source than a query: the database whose clock ends the windows */
    public PipelineBuilder<C> sourceDataSource(DataSource database) {
        return option("sourceDataSource", database);
    }

    /** @param columns order the source's rows and tell them apart: usually the change time and the id */
    public PipelineBuilder<C> cursorColumns(String... columns) {
        return option("cursorColumns", String.join(",", columns));
    }

    /** @param zone of change times that are a timestamp without time zone; UTC unless given */
    public PipelineBuilder<C> sourceTimeZone(ZoneId zone) {
        return option("sourceTimeZone", zone.getId());
    }

    /** @param cursor after which the pipeline starts when it is new; at the beginning unless given */
    public PipelineBuilder<C> seedCursor(C cursor) {
        return option(
                "seedCursor", new CursorCodec<>(name, cursorType).encode(cursor).json());
    }

    /**
     * @param transform makes a page's rows into the tables' records, such as {@code Customers::toTables}
     * @param <R> what the source's rows are
     */
    public <R> PipelineBuilder<C> transform(Transform<R> transform) {
        return option("transform", transform);
    }

    /** @param uri an endpoint that makes a page's rows into the tables' records */
    public PipelineBuilder<C> transform(String uri) {
        return option("transform", uri);
    }

    /** @param target the tables in PostgreSQL that the records go to */
    public PipelineBuilder<C> target(PostgresBuilder target) {
        options.putAll(target.options());
        return this;
    }

    /**
     * @param target of another kind: a crash may load a page again, which it has to bear (at least once)
     * @param tables the names that records go by; one for rows that no transform makes into {@code TargetData}
     */
    public PipelineBuilder<C> target(Target target, String... tables) {
        return tables.length == 0
                ? option("target", target)
                : option("target", target).option("tables", String.join(",", tables));
    }

    /** @param database keeps the cursor elsewhere, after each page: a crash in between loads it again (at least once) */
    public PipelineBuilder<C> stateDataSource(DataSource database) {
        return option("stateDataSource", database);
    }

    /** @param schema of the state tables; the first of the session's search path unless given */
    public PipelineBuilder<C> stateSchema(String schema) {
        return option("stateSchema", schema);
    }

    /** @param create whether the state tables are created when they are missing; true unless set */
    public PipelineBuilder<C> createTables(boolean create) {
        return option("createTables", create);
    }

    /** @param duration how long a holder that died keeps the pipeline from others; 30 s unless set */
    public PipelineBuilder<C> leaseDuration(Duration duration) {
        return option("leaseDuration", duration.toMillis());
    }

    /** @param rows source rows that are loaded and committed together; 1,000 unless set */
    public PipelineBuilder<C> pageSize(int rows) {
        return option("pageSize", rows);
    }

    /** @param pages after which a run ends; 0, the default, for no limit */
    public PipelineBuilder<C> maxPagesPerRun(int pages) {
        return option("maxPagesPerRun", pages);
    }

    /** @param pages extracted ahead of the one being loaded; 1 unless set */
    public PipelineBuilder<C> prefetch(int pages) {
        return option("prefetch", pages);
    }

    /** @param delay how far behind the source's now a window ends; 10 s unless set */
    public PipelineBuilder<C> consistencyDelay(Duration delay) {
        return option("consistencyDelay", delay.toMillis());
    }

    /** @param duration how far each window reaches back over the one before it; not at all unless set */
    public PipelineBuilder<C> lookback(Duration duration) {
        return option("lookback", duration.toMillis());
    }

    /** A window also ends the delay before the oldest transaction still open at the source, a PostgreSQL database. */
    public PipelineBuilder<C> openTransactionGuard() {
        return option("openTransactionGuard", true);
    }

    /**
     * How a page is tried again whose failure may pass; 5 times after 1 s, 2 s, 4 s ... up to 60 s unless set.
     *
     * @param maximumRedeliveries tries after the first; 0 for none
     * @param redeliveryDelay the wait before the first of them
     * @param backOffMultiplier each further wait is this many times as long
     */
    public PipelineBuilder<C> retry(int maximumRedeliveries, Duration redeliveryDelay, double backOffMultiplier) {
        return option("maximumRedeliveries", maximumRedeliveries)
                .option("redeliveryDelay", redeliveryDelay.toMillis())
                .option("backOffMultiplier", backOffMultiplier);
    }

    /** {@link #retry(int, Duration, double)} with the longest wait. */
    public PipelineBuilder<C> retry(
            int maximumRedeliveries, Duration redeliveryDelay, double backOffMultiplier, Duration longest) {
        return retry(maximumRedeliveries, redeliveryDelay, backOffMultiplier)
                .option("maximumRedeliveryDelay", longest.toMillis());
    }

    /** @param fate what becomes of a page that fails for good; hold unless set */
    public PipelineBuilder<C> onExhausted(OnExhausted fate) {
        return option("onExhausted", fate.name().toLowerCase(Locale.ROOT));
    }

    /** @param fate what becomes of a page with records that the target refuses; fail unless set */
    public PipelineBuilder<C> onBadRecord(OnBadRecord fate) {
        return option("onBadRecord", fate.name().toLowerCase(Locale.ROOT));
    }

    /** @param records bad records that a run may set aside before it fails; 1,000 unless set */
    public PipelineBuilder<C> maxRejectsPerRun(int records) {
        return option("maxRejectsPerRun", records);
    }

    /**
     * Refuses runs while they do nothing but fail; no circuit breaker unless set.
     *
     * @param failureThreshold failed runs in a row that open it; at least 1
     * @param cooldown how long it stays open before it lets a run through to see
     * @throws EtlException when one is out of its range
     */
    public PipelineBuilder<C> circuitBreaker(int failureThreshold, Duration cooldown) {
        breaker = PipelineErrors.named(name, () -> new BreakerSettings(failureThreshold, cooldown));
        return this;
    }

    /** @param uri an endpoint that is sent an {@code EtlEvent} for each failure and other thing to know of */
    public PipelineBuilder<C> notifier(String uri) {
        return option("notifier", uri);
    }

    /** @param lag how far behind the source the target may be before the notifier hears of it; any unless set */
    public PipelineBuilder<C> lateAfter(Duration lag) {
        return option("lateAfter", lag.toMillis());
    }

    /** @param listener hears what this pipeline does */
    public PipelineBuilder<C> notifier(PipelineListener listener) {
        return option("notifier", new OwnListener(listener));
    }

    /** @throws EtlException when it has no schedule that fires, or its cursor does not go with its source */
    PipelineRoute build() {
        Map<String, Object> all = new LinkedHashMap<>(options);
        CursorOption.put(name, cursorType, all);
        Schedule schedule = PipelineErrors.named(name, () -> new Schedule(cron, every, startAtOnce));
        return new PipelineRoute(name, schedule, all, breaker);
    }

    private PipelineBuilder<C> option(String option, Object value) {
        options.put(option, value);
        return this;
    }
}
