package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.asMap;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.text;
import static io.cameletl.internal.source.support.Sources.withOptions;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class QuerySourceTextTest {
    /** One row of a value for each type that a driver or a session might print in its own way. */
    private static final String VALUES =
            """
            SELECT 1 AS id, v.*
            FROM (VALUES (
              timestamptz '2026-01-31 12:00:00.123456+00', timestamptz 'infinity', timestamptz '0044-03-15 00:00:00+00 BC',
              timestamp '294276-12-31 23:59:59.999999', date '0001-01-01 BC', time '24:00', timetz '12:00:00.5+05:30',
              bytea '\\x00ff5c27', 0.1::float8 + 0.2::float8, 1.1::float4, 'NaN'::float8, 'Infinity'::float8,
              12345678901234567890.123456789012345678901234567890, 1.00, 'NaN'::numeric, 12.5::money,
              interval '-1 year -2 mons +3 days -04:05:06.000007', interval '-1 day -02:03:04',
              'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '{"a": 1.10, "a": 2}'::json, '{"b": 1.10}'::jsonb,
              ARRAY[1.5::float8, NULL, 0.1::float8 + 0.2::float8], ARRAY['a,b', 'NULL', '', '"', NULL, '\\'],
              ARRAY[interval '-1 day -02:03:04'], ROW(0.1::float8 + 0.2::float8, 'x y', interval '-1 day -02:03:04'),
              inet '::1', int4range(1, 5), point '(0.30000000000000004,1)', B'101', 'c'::"char", '<a>&amp;</a>'::xml,
              E'tab\\tnewline\\nbackslash\\\\ ', 9223372036854775807, 'a b'::tsvector)) AS v
            """;

    private Map<String, Object> expected = Map.of();

    @BeforeEach
    void the_server_prints_them_under_the_settings_by_which_nothing_is_lost(TestDatabase db) {
        expected = printedByTheServer(db, "UTC");
    }

    /** Each column by its type's output function, printed with format(), in a session of known settings. */
    private static Map<String, Object> printedByTheServer(TestDatabase db, String zone) {
        int columns = db.query(VALUES.replace("SELECT 1 AS id, v.*", "SELECT v.*"))
                .get(0)
                .size();
        StringBuilder select = new StringBuilder("SELECT '1' AS id");
        for (int i = 1; i <= columns; i++) {
            select.append(", format('%s', v.column")
                    .append(i)
                    .append(") AS column")
                    .append(i);
        }
        String settings = " (SELECT set_config('extra_float_digits', '3', true), set_config('TimeZone', '" + zone
                + "', true), set_config('IntervalStyle', 'postgres', true) OFFSET 0) s,";
        return db.query(VALUES.replace("SELECT 1 AS id, v.*", select)
                        .replace("FROM (VALUES", "FROM" + settings + " (VALUES"))
                .get(0);
    }

    @Test
    void every_type_is_the_servers_own_text(TestDatabase db) {
        assertThat(drain(text(db.withTimeZone("UTC"), VALUES, "id"), 10, FAR)).containsExactly(expected);
    }

    @Test
    void the_tenth_page_reads_as_the_first(TestDatabase db) {
        QuerySource source = text(db.withTimeZone("UTC"), VALUES, "id");
        for (int i = 0; i < 10; i++) {
            assertThat(drain(source, 10, FAR)).containsExactly(expected);
        }
    }

    @Test
    void a_sessions_time_zone_has_no_say(TestDatabase db) {
        assertThat(expected.get("column1")).isEqualTo("2026-01-31 12:00:00.123456+00");
        assertThat(drain(text(db.withTimeZone("Asia/Kolkata"), VALUES, "id"), 10, FAR))
                .containsExactly(expected);
        String query = "SELECT 1 AS id, timestamptz '2026-01-31 23:30+00'::date AS day, timestamptz '2026-01-31' AS at";
        assertThat(drain(text(db.withTimeZone("Asia/Kolkata"), query, "id"), 10, FAR))
                .containsExactly(Map.of("id", "1", "day", "2026-01-31", "at", "2026-01-31 00:00:00+00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"})
    void a_sessions_settings_cost_no_digit_and_no_sign(String intervalStyle, TestDatabase db) {
        DataSource odd = withOptions(db, "-c intervalstyle=" + intervalStyle + " -c extra_float_digits=-5");
        db.execute("alter database " + db.name() + " set extra_float_digits = 0");

        Map<String, Object> row = drain(text(odd, VALUES, "id"), 10, FAR).get(0);

        for (int column : List.of(9, 10, 17, 18, 22, 24, 25, 28)) {
            assertThat(row.get("column" + column)).isEqualTo(expected.get("column" + column));
        }
    }

    @Test
    void a_pool_that_cuts_the_digits_of_floats_keeps_its_setting_and_cuts_nothing_here(TestDatabase db)
            throws Exception {
        try (BasicDataSource cutting = new BasicDataSource()) {
            cutting.setUrl(db.url());
            cutting.setUsername(db.user());
            cutting.setPassword(db.password());
            cutting.setMaxTotal(1);
            cutting.setConnectionInitSqls(List.of("set extra_float_digits = -5", "set intervalstyle = 'sql_standard'"));

            Map<String, Object> row =
                    drain(text(cutting, VALUES, "id"), 10, FAR).get(0);

            assertThat(row.get("column9")).isEqualTo("0.30000000000000004");
            assertThat(row.get("column18")).isEqualTo("-1 days -02:03:04");
            try (var connection = cutting.getConnection();
                    var statement = connection.createStatement();
                    var settings = statement.executeQuery("select current_setting('extra_float_digits'),"
                            + " current_setting('intervalstyle'), current_setting('timezone')")) {
                settings.next();
                assertThat(settings.getString(1)).isEqualTo("-5");
                assertThat(settings.getString(2)).isEqualTo("sql_standard");
                assertThat(settings.getString(3))
                        .isEqualTo(TimeZone.getDefault().getID());
            }
        }
    }

    @Test
    void a_float_as_cursor_keeps_its_last_digit(TestDatabase db) {
        db.execute(
                "create table orders(id float8 primary key)",
                "insert into orders values (0.1::float8 + 0.2::float8), (0.3), ('-Infinity'), ('NaN')");

        assertThat(drain(text(db.dataSource(), "SELECT * FROM orders", "id"), 1, FAR))
                .extracting(row -> row.get("id"))
                .containsExactly("-Infinity", "0.3", "0.30000000000000004", "NaN");
    }

    @Test
    void booleans_are_booleans_and_null_is_null(TestDatabase db) {
        Object row = text(db.dataSource(), "SELECT 1 AS id, true AS t, false AS f, NULL::boolean AS n, B'1' AS b", "id")
                .extract(request(null, 1, FAR))
                .rows()
                .get(0);

        assertThat(asMap(row))
                .containsEntry("t", true)
                .containsEntry("f", false)
                .containsEntry("n", null)
                .containsEntry("b", "1");
    }
}
