package io.cameletl.internal.adapter.wiring;

import io.cameletl.OnBadRecord;
import io.cameletl.RunMode;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.engine.spec.MaxSurplus;
import io.cameletl.internal.engine.spec.PassSchedule;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.jdbc.Timeouts;
import io.cameletl.internal.schedule.CronTimes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how runs go about their work. */
final class SettingsWiring {
    private SettingsWiring() {}

    static PipelineSettings of(OptionReader read) {
        EtlConfiguration options = read.options();
        try {
            return new PipelineSettings(
                    options.getPageSize(),
                    // Hooks of one's own see pages, and may count on their size.
                    TargetWiring.hasHooks(options) ? 0 : options.getBacklogPageSize(),
                    options.getMaxPagesPerRun(),
                    options.getPrefetch(),
                    options.getLanes(),
                    options.getInitialShards(),
                    Duration.ofMillis(options.getConsistencyDelay()),
                    Duration.ofMillis(options.getLookback()),
                    Duration.ofMillis(options.getMaxCursorAhead()),
                    Duration.ofMillis(options.getLeaseDuration()),
                    Duration.ofMillis(options.getLateAfter()),
                    Duration.ofMillis(options.getVerifyEvery()),
                    new RetryPolicy(
                            options.getMaximumRedeliveries(),
                            Duration.ofMillis(options.getRedeliveryDelay()),
                            options.getBackOffMultiplier(),
                            Duration.ofMillis(options.getMaximumRedeliveryDelay())),
                    onFailure(options));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }

    /** @return how passes over its table go */
    static PassSettings passes(OptionReader read) {
        EtlConfiguration options = read.options();
        try {
            return new PassSettings(
                    options.getVerifyRangeSize(),
                    options.getVerifyRowsPerSecond(),
                    Duration.ofMillis(options.getVerifyPause()),
                    options.getSurplus(),
                    MaxSurplus.parse(options.getMaxSurplus()),
                    wheres(options),
                    options.getMode() == RunMode.FULL);
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }

    /**
     * @return when full passes besides the increments are due; null for never
     * @throws EtlException when that cannot be read
     */
    static @Nullable PassSchedule passSchedule(OptionReader read) {
        long every = read.options().getFullPassEvery();
        String cron = read.options().getFullPassCron();
        try {
            if (cron != null) {
                return new CronTimes(cron);
            }
            return every == 0 ? null : PassSchedule.every(Duration.ofMillis(every));
        } catch (IllegalArgumentException e) {
            throw cron == null ? read.refused(e) : read.refused("option fullPassCron: " + e.getMessage());
        } catch (NoClassDefFoundError e) {
            throw read.refused(
                    "option fullPassCron needs Quartz on the class path. Add camel-quartz, or give fullPassEvery");
        }
    }

    private static Map<String, String> wheres(EtlConfiguration options) {
        Map<String, String> wheres = new HashMap<>();
        for (String table : OptionReader.names(options.getTables())) {
            String where = TableOption.VERIFY_WHERE.of(table, options);
            if (where != null) {
                wheres.put(table, where);
            }
        }
        return wheres;
    }

    /** @return how long PostgreSQL lets statements go on, at the source and at the target */
    static Timeouts timeouts(OptionReader read) {
        try {
            return new Timeouts(
                    Duration.ofMillis(read.options().getLockTimeout()),
                    Duration.ofMillis(read.options().getStatementTimeout()));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }

    private static FailurePolicy onFailure(EtlConfiguration options) {
        return new FailurePolicy(
                options.getOnExhausted(),
                options.getOnBadRecord() == OnBadRecord.REJECT ? options.getMaxRejectsPerRun() : 0,
                options.getMaxPostponed());
    }
}
