package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.TimesSource;
import io.cameletl.guarantees.support.TypedTimes;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same times arrive, and the same cursors are kept, whatever the zones of the sessions and of the JVM. The times
 * are those that zones are hard on: hours that a change of the clocks skips or has twice, and a day that Samoa skipped.
 */
@Tag("slow")
@WithPostgres
class TimeZonesTest {
    private static final List<String> ZONES = List.of("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia");

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        String columns = "(id bigint primary key, changed timestamptz not null, wall timestamp not null, day date)";
        source.execute(
                "create table times " + columns,
                """
                insert into times
                select row_number() over (), w at time zone 'UTC', w, w::date
                from unnest(array[
                    '0001-01-01 00:00', '1582-10-20 12:00', '1883-11-18 12:01:02', '1969-12-31 23:59:59.999999',
                    '2011-12-29 23:30', '2011-12-30 12:00', '2011-12-31 00:30', '2024-03-10 02:30:00.123456',
                    '2024-03-10 06:59:59', '2024-03-10 07:00', '2024-03-31 01:30', '2024-03-31 02:30',
                    '2024-11-03 01:30', '2024-11-03 05:30', '2024-11-03 06:30', '2025-12-31 23:59:59.999999'
                    ]::timestamp[]) as w
                """);
        target.execute("create table times " + columns);
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource(TimesSource.class)
    void the_sessions_zones_change_nothing(TimesSource kind) throws Exception {
        Map<String, String> cursors = new LinkedHashMap<>();
        for (String from : ZONES) {
            for (String to : ZONES) {
                begin();
                DataSource sourceIn = source.withTimeZone(from);
                try (Etl etl = new Etl(sourceIn, target.withTimeZone(to), "times")) {
                    etl.bind("typed", new TypedTimes(sourceIn)).route(kind.options());
                    assertThat(etl.run().outcome()).isEqualTo(RunOutcome.DRAINED);
                }
                assertSameTimes(kind, from + " to " + to);
                cursors.put(from + " to " + to, cursor(kind));
            }
        }
        assertThat(cursors.values()).as("%s", cursors).containsOnly(cursors.get("UTC to UTC"));
    }

    @ParameterizedTest
    @EnumSource(TimesSource.class)
    void each_page_may_be_read_in_another_zone_than_the_one_before(TimesSource kind) throws Exception {
        begin();
        long rows = 0;
        RunOutcome outcome = RunOutcome.PAGE_LIMIT;
        for (int run = 0; outcome == RunOutcome.PAGE_LIMIT; run++) {
            DataSource sourceIn = source.withTimeZone(ZONES.get(run % ZONES.size()));
            try (Etl etl = new Etl(sourceIn, target.withTimeZone(ZONES.get((run + 1) % ZONES.size())), "times")) {
                etl.bind("typed", new TypedTimes(sourceIn)).route(kind.options() + "&maxPagesPerRun=1");
                RunReport report = etl.run();
                rows += report.rows();
                outcome = report.outcome();
            }
        }

        assertThat(rows).isEqualTo(source.count("times"));
        assertSameTimes(kind, "pages in turn");
    }

    @Test
    void the_jvms_zone_changes_nothing() throws Exception {
        Map<String, String> cursors = new LinkedHashMap<>();
        for (String zone : List.of("UTC", "Pacific/Apia", "America/St_Johns")) {
            try (WorkerJvm worker =
                    WorkerJvm.start(source, target, "-Duser.timezone=" + zone).ready()) {
                for (TimesSource kind : TimesSource.values()) {
                    begin();
                    worker.send("run times " + kind.options());
                    assertThat(worker.answer()).isEqualTo("DRAINED");
                    assertSameTimes(kind, kind + " in " + zone);
                    cursors.put(kind + " in " + zone, cursor(kind));
                }
            }
        }
        for (TimesSource kind : TimesSource.values()) {
            assertThat(cursors)
                    .containsEntry(kind + " in Pacific/Apia", cursors.get(kind + " in UTC"))
                    .containsEntry(kind + " in America/St_Johns", cursors.get(kind + " in UTC"));
        }
    }

    private void begin() {
        target.execute("drop table if exists etl_pipeline, etl_run", "truncate times");
    }

    private void assertSameTimes(TimesSource kind, String how) {
        assertThat(texts(target)).as("%s, %s", kind, how).isEqualTo(texts(source));
    }

    private static List<Map<String, Object>> texts(TestDatabase database) {
        return database.query(
                "select id, (changed at time zone 'UTC')::text as changed, wall::text, day::text from times order by id");
    }

    private String cursor(TimesSource kind) {
        return target.value("select " + kind.cursor() + " from etl_pipeline");
    }
}
