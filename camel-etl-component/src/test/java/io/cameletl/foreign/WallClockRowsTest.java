package io.cameletl.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.foreign.support.WallTimes;
import io.cameletl.support.DefaultZone;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows with change times without zone, of PostgreSQL and of H2, by {@code sql:} in any combination of zones. */
@Tag("slow")
@WithPostgres
class WallClockRowsTest {
    private static final List<String> ZONES =
            List.of("America/New_York", "America/St_Johns", "UTC", "Asia/Tokyo", "Pacific/Apia");
    private static final List<String> COLUMNS = List.of("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata");
    private static final String TYPED = "SELECT id, changed FROM items"
            + " WHERE (changed, id) > (:#afterAt, CAST(:#afterId AS bigint)) AND changed < :#beforeAt"
            + " ORDER BY changed, id LIMIT :#limit";
    private static final String TEXT = "SELECT id, CAST(changed AS varchar) AS changed FROM items"
            + " WHERE (changed, id) > (CAST(:#afterAtText AS timestamp), CAST(:#afterId AS bigint))"
            + " AND changed < CAST(:#beforeAtText AS timestamp) ORDER BY items.changed, id LIMIT :#limit";
    private static final int ROWS = 500;

    private static String options(String query, String zone) {
        return "source=RAW(sql:" + query + "?dataSource=#from)&sourceDataSource=#from&cursorColumns=changed,id"
                + "&seedCursor=RAW({\"at\":\"0001-01-01T00:00:00Z\",\"id\":\"0\"})" + zone
                + "&dataSource=#target&tables=items&consistencyDelay=0&pageSize=7";
    }

    @Test
    void all_arrive_once_in_any_combination_of_zones(@SourceDb TestDatabase postgres, @TargetDb TestDatabase target) {
        JdbcConnectionPool h2 =
                JdbcConnectionPool.create("jdbc:h2:mem:items;DATABASE_TO_LOWER=TRUE;TIME ZONE=Pacific/Apia", "sa", "");
        String table = "create table items (id bigint primary key, changed timestamp(6) not null)";
        postgres.execute(table);
        target.execute(table);
        try {
            Seeded.times(20).play("wall times", seed -> {
                Random random = Seeded.random(seed);
                String zone = pick(random, COLUMNS);
                String query = pick(random, List.of(TYPED, TEXT));
                DataSource from = random.nextBoolean() ? h2 : postgres.withTimeZone(pick(random, ZONES));
                target.execute("drop table if exists etl_pipeline, etl_run", "truncate items");
                try (DefaultZone jvm = new DefaultZone(pick(random, ZONES));
                        EtlContext etl = new EtlContext(postgres, target).bind("from", from)) {
                    fill(from, new WallTimes(random), ZoneId.of(zone));
                    etl.route("items", options(query, "&sourceTimeZone=" + zone));

                    assertThat(etl.run("items").tables()).containsEntry("items", new TableCounts(ROWS, ROWS, 0, 0, 0));
                    assertThat(texts(target.dataSource())).isEqualTo(texts(from));
                }
            });
        } finally {
            h2.dispose();
        }
    }

    @Test
    void a_time_without_zone_is_refused_until_its_zone_is_said(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute(
                "create table items (id bigint primary key, changed timestamp not null)",
                "insert into items values (1, '2026-03-08 02:30:00')");
        target.execute("create table items (id bigint primary key, changed timestamp not null)");
        try (EtlContext etl =
                new EtlContext(source, target).bind("from", source.dataSource()).route("items", options(TYPED, ""))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"changed\"", "a time without zone", "sourceTimeZone=UTC");
        }
    }

    @Test
    void a_time_with_zone_is_refused_where_one_is_said(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        source.execute(
                "create table items (id bigint primary key, changed timestamptz not null)",
                "insert into items values (1, '2026-03-08 02:30:00')");
        target.execute("create table items (id bigint primary key, changed timestamptz not null)");
        try (EtlContext etl = new EtlContext(source, target)
                .bind("from", source.dataSource())
                .route("items", options(TYPED, "&sourceTimeZone=UTC"))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"changed\"", "Leave out sourceTimeZone=UTC");
        }
    }

    @Test
    void a_query_that_forgets_the_id_is_refused_where_it_jumps_over_rows(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        String table = "create table items (id bigint primary key, changed timestamptz not null)";
        source.execute(table, "insert into items select i, '2026-01-01' from generate_series(1, 10) i");
        target.execute(table);
        String forgetful = "SELECT id, changed FROM items WHERE changed > :#afterAt AND changed < :#beforeAt"
                + " ORDER BY changed, id LIMIT :#limit";
        try (EtlContext etl = new EtlContext(source, target)
                .bind("from", source.dataSource())
                .route("items", options(forgetful, ""))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("left out the next one", "id=8", "cursorColumns");
        }
        assertThat(target.count("items")).isEqualTo(7);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String texts(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select id, cast(changed as varchar) from items order by id")) {
            StringBuilder texts = new StringBuilder();
            while (rows.next()) {
                // H2 and PostgreSQL agree but for trailing noughts
                texts.append(rows.getString(1))
                        .append(' ')
                        .append(rows.getString(2)
                                .replaceFirst("(\\.\\d*?)0+$", "$1")
                                .replaceFirst("\\.$", ""))
                        .append('\n');
            }
            return texts.toString();
        }
    }

    private static void fill(DataSource database, WallTimes times, ZoneId zone) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("drop table if exists items");
            connection
                    .createStatement()
                    .execute("create table items (id bigint primary key, changed timestamp(6) not null)");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into items values (?, cast(? as timestamp(6)))")) {
                for (int id = 1; id <= ROWS; id++) {
                    insert.setInt(1, id);
                    insert.setString(2, times.next(zone).toString().replace('T', ' '));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }
}
