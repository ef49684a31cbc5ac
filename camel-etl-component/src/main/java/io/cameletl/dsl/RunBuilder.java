package io.cameletl.dsl;

import io.cameletl.OnBadRecord;
import io.cameletl.OnExhausted;
import io.cameletl.RunMode;
import io.cameletl.Surplus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a pipeline's runs go about their work, in the making: the part of {@link PipelineBuilder} that has nothing to do
 * with where rows come from and go to. Not thread-safe.
 *
 * @param <B> what each method returns: this
 */
public abstract sealed class RunBuilder<B extends RunBuilder<B>> permits PipelineBuilder {
    private final Map<String, Object> options = new LinkedHashMap<>();

    RunBuilder() {}

    abstract B self();

    /** @param duration how long a holder that died keeps the pipeline from others; at least 100 ms; 30s unless set */
    public B leaseDuration(Duration duration) {
        return option("leaseDuration", duration);
    }

    /** @param rows how many source rows are extracted, transformed, loaded and committed together; 1000 unless set */
    public B pageSize(int rows) {
        return option("pageSize", rows);
    }

    /**
     * @param rows how many rows a page may have while many pages wait, for a {@code query} without a transform, without hooks
     *     of your own and without {@code maxPagesPerRun}; up to {@code pageSize} for none; 50000 unless set
     */
    public B backlogPageSize(int rows) {
        return option("backlogPageSize", rows);
    }

    /** @param pages how many pages a run loads at most; 0 for no limit; 0 unless set */
    public B maxPagesPerRun(int pages) {
        return option("maxPagesPerRun", pages);
    }

    /** @param pages how many pages are extracted and transformed ahead of the one being loaded; 1 unless set */
    public B prefetch(int pages) {
        return option("prefetch", pages);
    }

    /** @param pages how many pages a run loads at a time, each on a connection of its own to the target; 2 unless set */
    public B lanes(int pages) {
        return option("lanes", pages);
    }

    /**
     * @param workers how many workers of this process load a new pipeline's first window at once, each in a range of the
     *     cursor columns and on connections of its own; the transform, and a commit or
     *     staging hook of your own, are then called by several threads at a time; 1 unless
     *     set
     */
    public B initialShards(int workers) {
        return option("initialShards", workers);
    }

    /** @param rows how many source rows of a key's range {@code operation=verify} sums up at once; 100000 unless set */
    public B verifyRangeSize(int rows) {
        return option("verifyRangeSize", rows);
    }

    /** @param rows how many source rows a second {@code operation=verify} compares at most; 0 for no limit; 0 unless set */
    public B verifyRowsPerSecond(int rows) {
        return option("verifyRowsPerSecond", rows);
    }

    /** @param duration how long {@code operation=verify} waits after each range of keys, or page; 0 unless set */
    public B verifyPause(Duration duration) {
        return option("verifyPause", duration);
    }

    /**
     * @param condition which rows of the target table are the pipeline's, as a condition in SQL over its columns, such as
     *     {@code origin = 'crm'}: {@code operation=verify} takes no other row for surplus; all are unless set
     */
    public B verifyWhere(String condition) {
        return option("verifyWhere", condition);
    }

    /**
     * @param delay how far behind the source's clock a window ends, so that rows whose transaction commits late are not
     *     passed over; 10s unless set
     */
    public B consistencyDelay(Duration delay) {
        return option("consistencyDelay", delay);
    }

    /** @param duration how far each window reaches back over the one before it; 0 unless set */
    public B lookback(Duration duration) {
        return option("lookback", duration);
    }

    /**
     * From now on a window also ends the {@code consistencyDelay} before the oldest transaction that is open at the
     * source, PostgreSQL in {@code sourceDataSource}.
     */
    public B openTransactionGuard() {
        return option("openTransactionGuard", true);
    }

    /**
     * @param maximumRedeliveries how often a page is tried again whose failure may pass; 5 unless set
     * @param redeliveryDelay the wait before the first of these tries; 1s unless set
     * @param backOffMultiplier each further wait is this many times as long; 2.0 unless set
     */
    public B retry(int maximumRedeliveries, Duration redeliveryDelay, double backOffMultiplier) {
        return option("maximumRedeliveries", maximumRedeliveries)
                .option("redeliveryDelay", redeliveryDelay)
                .option("backOffMultiplier", backOffMultiplier);
    }

    /**
     * @param timeout how long a page's statement waits for a lock, at a PostgreSQL target and at the source of a
     *     {@code query}; 0 unless set, which is for as long as the server lets it
     */
    public B lockTimeout(Duration timeout) {
        return option("lockTimeout", timeout);
    }

    /**
     * @param timeout how long a page's statement lasts, at a PostgreSQL target and at the source of a {@code query}; 0
     *     unless set, which is for as long as the server lets it
     */
    public B statementTimeout(Duration timeout) {
        return option("statementTimeout", timeout);
    }

    /**
     * {@link #retry(int, Duration, double)} with the longest wait.
     *
     * @param longest no wait is longer; 60s unless set
     */
    public B retry(int maximumRedeliveries, Duration redeliveryDelay, double backOffMultiplier, Duration longest) {
        return retry(maximumRedeliveries, redeliveryDelay, backOffMultiplier).option("maximumRedeliveryDelay", longest);
    }

    /** @param fate what becomes of a page that fails for good; hold unless set */
    public B onExhausted(OnExhausted fate) {
        return option("onExhausted", fate);
    }

    /** @param read what a run reads; incremental unless set */
    public B mode(RunMode read) {
        return option("mode", read);
    }

    /**
     * @param duration how long after the end of a full pass the next is due, with {@code mode=incremental}; 0 for no such
     *     passes; 0 unless set
     */
    public B fullPassEvery(Duration duration) {
        return option("fullPassEvery", duration);
    }

    /**
     * @param cron when full passes are due, as {@code fullPassEvery} says at which distance: a Quartz cron expression, in the
     *     time zone of the process; never unless set
     */
    public B fullPassCron(String cron) {
        return option("fullPassCron", cron);
    }

    /**
     * @param fate what {@code operation=reconcile} does with rows of the target that the source has not; delete unless set
     */
    public B surplus(Surplus fate) {
        return option("surplus", fate);
    }

    /**
     * @param most how many surplus rows {@code operation=reconcile} may delete or mark: a number of rows, or a part of the target's;
     *     10% unless set
     */
    public B maxSurplus(String most) {
        return option("maxSurplus", most);
    }

    /** @param fate what becomes of a page with records that the target refuses; fail unless set */
    public B onBadRecord(OnBadRecord fate) {
        return option("onBadRecord", fate);
    }

    /** @param show whether messages may show values of records, keys and cursors; true unless set */
    public B logValues(boolean show) {
        return option("logValues", show);
    }

    /** @param records how many records a run, or a page of {@code operation=load}, may reject; 1000 unless set */
    public B maxRejectsPerRun(int records) {
        return option("maxRejectsPerRun", records);
    }

    /**
     * @param records how many records may wait for rows that they refer to by a foreign key; 0 for none. With one more the
     *     page fails; 10000 unless set
     */
    public B maxPostponed(int records) {
        return option("maxPostponed", records);
    }

    /**
     * @param lag how far behind the source the target may be before the notifier hears that the pipeline is late;
     *     0 for never; 0 unless set
     */
    public B lateAfter(Duration lag) {
        return option("lateAfter", lag);
    }

    /**
     * @param age how old the last comparison of source and target may be, by {@code operation=verify},
     *     {@code operation=reconcile} or a full pass, before the notifier hears that it is overdue; 0 for any age; 0 unless
     *     set
     */
    public B verifyEvery(Duration age) {
        return option("verifyEvery", age);
    }

    B option(String option, Object value) {
        options.put(option, value);
        return self();
    }

    Map<String, Object> options() {
        return new LinkedHashMap<>(options);
    }
}
