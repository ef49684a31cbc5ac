package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.PipelineListener;
import io.cameletl.Source;
import io.cameletl.Target;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.internal.adapter.wiring.OwnListener;
import io.cameletl.internal.breaker.BreakerSettings;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in the making: each method sets what the {@code etl:} endpoint's option of that name does, and what is not
 * set has the endpoint's default. Not thread-safe.
 *
 * @param <C> the cursor's type
 */
public final class PipelineBuilder<C> extends RunBuilder<PipelineBuilder<C>> {
    private final String name;
    private final Class<C> cursorType;
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

    /** @param uri where the rows come from: an endpoint that answers a request with rows; needs {@link #cursorColumns} */
    public PipelineBuilder<C> source(String uri) {
        return option("source", uri);
    }

    /**
     * The built-in source, whose cursor is a {@link KeysetCursor}; needs {@link #cursorColumns}.
     *
     * @param sql one {@code SELECT} over PostgreSQL, inline or as a resource such as {@code classpath:users.sql}
     * @param database the database that {@code query} reads
     */
    public PipelineBuilder<C> query(String sql, DataSource database) {
        return option("query", sql).option("sourceDataSource", database);
    }

    /** @param database the database that {@code query} reads; with another source, whose clock ends the windows */
    public PipelineBuilder<C> sourceDataSource(DataSource database) {
        return option("sourceDataSource", database);
    }

    /** @param columns the columns that order the source's rows and tell them apart: the change time, then a unique id */
    public PipelineBuilder<C> cursorColumns(String... columns) {
        return option("cursorColumns", String.join(",", columns));
    }

    /**
     * @param columns the columns of the source's rows that the records do not have, such as a change time that the target
     *     table lacks; for a query or a source endpoint without a transform
     */
    public PipelineBuilder<C> omitColumns(String... columns) {
        return option("omitColumns", String.join(",", columns));
    }

    /**
     * @param duration how far ahead of the source's clock a cursor may be; 0 for any distance; 1d unless set. A run that
     *     finds one stored that is further ahead, and would hide all rows that are to come, fails
     */
    public PipelineBuilder<C> maxCursorAhead(Duration duration) {
        return option("maxCursorAhead", duration);
    }

    /**
     * @param zone the time zone of the change times when the first cursor column is a time without zone, or a date; not for
     *     one that has a zone. With a query UTC unless set
     */
    public PipelineBuilder<C> sourceTimeZone(ZoneId zone) {
        return option("sourceTimeZone", zone.getId());
    }

    /** @param cursor the cursor after which a new pipeline starts; at the beginning unless given */
    public PipelineBuilder<C> seedCursor(C cursor) {
        return option(
                "seedCursor", new CursorCodec<>(name, cursorType).encode(cursor).json());
    }

    /**
     * @param transform what makes a page's rows into the tables' records, such as {@code Customers::toTables}
     * @param <R> what the source's rows are
     */
    public <R> PipelineBuilder<C> transform(Transform<R> transform) {
        return option("transform", transform);
    }

    /** @param uri what makes a page's rows into the tables' records: an endpoint */
    public PipelineBuilder<C> transform(String uri) {
        return option("transform", uri);
    }

    /** @param target the tables in PostgreSQL that the records go to */
    public PipelineBuilder<C> target(PostgresBuilder target) {
        target.options().forEach(this::option);
        return this;
    }

    /**
     * @param target a target of another kind: a crash may load a page again, which it has to bear (at least once)
     * @param tables the target tables, parents before the children that refer to them: the names that records go by; one
     *     for rows that no transform makes into {@code TargetData}
     */
    public PipelineBuilder<C> target(Target target, String... tables) {
        return tables.length == 0
                ? option("target", target)
                : option("target", target).option("tables", String.join(",", tables));
    }

    /**
     * @param database the database that keeps the cursor, when not the target database: it is saved after each page, and
     *     a crash in between loads the page again (at least once)
     */
    public PipelineBuilder<C> stateDataSource(DataSource database) {
        return option("stateDataSource", database);
    }

    /** @param schema the schema of the state tables; the first of the session's search path unless given */
    public PipelineBuilder<C> stateSchema(String schema) {
        return option("stateSchema", schema);
    }

    /** @param create whether missing state tables, and a missing {@code stateSchema}, are created; true unless set */
    public PipelineBuilder<C> createTables(boolean create) {
        return option("createTables", create);
    }

    /** @param retention how long runs, and sums of loads, stay in the history; 30d unless set */
    public PipelineBuilder<C> historyRetention(Duration retention) {
        return option("historyRetention", retention);
    }

    /** @param runs how many runs of a pipeline stay in the history; 10000 unless set */
    public PipelineBuilder<C> historyMaxRuns(int runs) {
        return option("historyMaxRuns", runs);
    }

    /**
     * Refuses runs while they do nothing but fail; no circuit breaker unless set.
     *
     * @param failureThreshold failed runs in a row that open it; at least 1
     * @param cooldown how long it stays open before it lets a run through to see
     * @throws EtlException when one is out of its range
     */
    public PipelineBuilder<C> circuitBreaker(int failureThreshold, Duration cooldown) {
        breaker = PipelineRoute.named(name, () -> new BreakerSettings(failureThreshold, cooldown));
        return this;
    }

    /**
     * @param uri who hears of failed runs, skipped pages, rejected records, lateness and the circuit breaker: an
     *     endpoint, which gets each {@code EtlEvent} as a body
     */
    public PipelineBuilder<C> notifier(String uri) {
        return option("notifier", uri);
    }

    /** @param listener who hears of failed runs, skipped pages, rejected records, lateness and the circuit breaker */
    public PipelineBuilder<C> notifier(PipelineListener listener) {
        return option("notifier", new OwnListener(listener));
    }

    /** @throws EtlException when it has no schedule that fires, or its cursor does not go with its source */
    PipelineRoute build() {
        Map<String, Object> all = options();
        putCursorType(all);
        Schedule schedule = PipelineRoute.named(name, () -> new Schedule(cron, every, startAtOnce));
        return new PipelineRoute(name, schedule, all, breaker);
    }

    private void putCursorType(Map<String, Object> all) {
        boolean query = all.containsKey("query");
        if (query && cursorType != KeysetCursor.class) {
            throw new EtlException(
                    name,
                    "the cursor of a query is a KeysetCursor, not a " + cursorType.getName()
                            + ". Declare it: pipeline(\"" + name + "\", KeysetCursor.class)");
        }
        if (!query && cursorType != TimestampCursor.class) {
            all.put("cursorType", cursorType.getName());
        }
    }

    @Override
    PipelineBuilder<C> self() {
        return this;
    }
}
