package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sql:} reads from PostgreSQL means the same whatever the settings of the source's sessions. */
@WithEtl
class SqlRowsTest {
    private static final String OPTIONS = "&sourceDataSource=#source&seedCursor=RAW({\"at\":\"0001-01-01T00:00:00Z\","
            + "\"id\":\"0\"})&dataSource=#target&tables=t&consistencyDelay=0";
    private static final String SPANS_OF_SOURCE = "source=RAW(sql:SELECT id, span, spans, updated_at FROM t"
            + " WHERE (updated_at, id) > (:#afterAt, CAST(:#afterId AS int)) AND updated_at < :#beforeAt"
            + " ORDER BY updated_at, id LIMIT :#limit?dataSource=#source)&cursorColumns=updated_at,id" + OPTIONS;
    private static final List<String> SPANS = List.of(
            "1 year 2 mons -3 days 04:05:06.789",
            "-1 days -02:03:04",
            "-1 days 02:03:04",
            "-1 year -2 mons",
            "2 mons 04:00:00",
            "00:00:00",
            "-00:00:01.5");

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() {
        for (TestDatabase database : List.of(source, target)) {
            database.execute("create table t (id int primary key, span interval, spans interval[], day date,"
                    + " updated_at timestamptz not null default now())");
        }
        for (int id = 1; id <= SPANS.size(); id++) {
            String span = "interval '" + SPANS.get(id - 1) + "'";
            source.execute("insert into t values (" + id + ", " + span + ", array[" + span
                    + "], (now() at time zone 'UTC')::date - 1)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres_verbose", "iso_8601"})
    void intervals_arrive_in_whatever_style_the_driver_reads(String style) throws Exception {
        style(style);
        etl.route("t", SPANS_OF_SOURCE);

        etl.run("t");

        assertThat(spans(target)).isEqualTo(spans(source));
    }

    @Test
    void a_style_of_which_the_driver_loses_months_and_days_is_refused() throws Exception {
        style("sql_standard");
        etl.route("t", SPANS_OF_SOURCE);

        assertThatThrownBy(() -> etl.run("t"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("pipeline \"t\"", "\"span\"", "IntervalStyle=sql_standard", "iso_8601");
        assertThat(target.count("t")).isZero();
    }

    @Test
    void rows_of_a_day_that_is_not_over_are_refused_until_the_query_leaves_them_out() throws Exception {
        source.execute("insert into t values (8, null, null, (now() at time zone 'UTC')::date)");
        etl.route("all", days("day < :#beforeAt"));

        assertThatThrownBy(() -> etl.run("all"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("not over", "day < CAST(:#beforeAt AS date)");

        etl.route("over", days("day < CAST(:#beforeAt AS date)"));
        assertThat(etl.run("over").rows()).isEqualTo(SPANS.size());
    }

    private void style(String style) {
        source.execute("do $$ begin execute pg_catalog.format('alter database %I set intervalstyle = " + style
                + "', pg_catalog.current_database()); end $$");
    }

    private static String days(String before) {
        return "source=RAW(sql:SELECT id, day FROM t WHERE (day, id) > (:#afterAt, CAST(:#afterId AS int)) AND "
                + before
                + " ORDER BY day, id LIMIT :#limit?dataSource=#source)&sourceTimeZone=UTC&cursorColumns=day,id"
                + OPTIONS;
    }

    /** Their parts, by which 30 days are not a month. */
    private static List<Map<String, Object>> spans(TestDatabase database) {
        return database.query("select id, n, extract(year from part), extract(month from part), extract(day from part),"
                + " extract(epoch from part) from t, unnest(array[span, spans[1]]) with ordinality as p (part, n)"
                + " order by id, n");
    }
}
