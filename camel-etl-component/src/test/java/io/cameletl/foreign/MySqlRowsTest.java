package io.cameletl.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.foreign.support.MariaDb;
import io.cameletl.foreign.support.MySqlDatabase;
import io.cameletl.foreign.support.MySqlDriver;
import io.cameletl.foreign.support.WallTimes;
import io.cameletl.support.DefaultZone;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rows of a MariaDB server arrive once each and as they are, whatever the zones of JVM, session and column, the driver, and
 * the way that the query compares. {@code -Detl.test.foreign.rows} is how many rows there are.
 */
@Tag("slow")
@WithPostgres
class MySqlRowsTest {
    private static final List<String> JVMS =
            List.of("America/New_York", "America/St_Johns", "UTC", "Asia/Tokyo", "Pacific/Apia");
    private static final List<String> SESSIONS = List.of("+00:00", "-08:00", "+05:30", "+13:00");
    private static final List<String> COLUMNS =
            List.of("UTC", "America/New_York", "America/St_Johns", "Europe/Berlin", "Asia/Kolkata");
    private static final String TEXT = "SELECT id, CAST(changed AS CHAR) AS changed, name FROM items"
            + " WHERE changed >= :#afterAtText AND (changed > :#afterAtText OR (changed = :#afterAtText"
            + " AND id > CAST(:#afterId AS SIGNED))) AND changed < :#beforeAtText"
            + " ORDER BY items.changed, id LIMIT :#limit";
    private static final String TYPED = "SELECT id, changed, name FROM items"
            + " WHERE changed >= :#afterAt AND (changed > :#afterAt OR (changed = :#afterAt"
            + " AND id > CAST(:#afterId AS SIGNED))) AND changed < :#beforeAt"
            + " ORDER BY changed, id LIMIT :#limit";

    private final int rows = Integer.getInteger("etl.test.foreign.rows", 2_000);

    @Test
    void all_arrive_once_in_any_combination_of_zones(@SourceDb TestDatabase unused, @TargetDb TestDatabase target) {
        MySqlDatabase source = MariaDb.server().createDatabase();
        source.execute("CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL, name VARCHAR(50),"
                + " KEY (changed, id))");
        target.execute("create table items (id bigint primary key, changed timestamp not null, name text)");

        Seeded.times(8).play("rows of MariaDB", seed -> {
            Random random = Seeded.random(seed);
            MySqlDriver driver = MySqlDriver.values()[random.nextInt(2)];
            String zone = pick(random, COLUMNS);
            String jvm = pick(random, JVMS);
            String session = pick(random, SESSIONS);
            // MySQL's driver takes a MariaDB of before 11 for MySQL 5.5, and binds no fractions of a second.
            String query = driver == MySqlDriver.MYSQL ? TEXT : pick(random, List.of(TEXT, TYPED));
            int pageSize = Math.min(Math.max(rows / (1 + random.nextInt(40)), 7), 50_000);
            target.execute("drop table if exists etl_pipeline, etl_run", "truncate items");
            source.execute("TRUNCATE TABLE items");
            fill(source, new WallTimes(random), ZoneId.of(zone));
            try (DefaultZone inJvm = new DefaultZone(jvm);
                    BasicDataSource pool = source.pool(driver, "SET time_zone = '" + session + "'");
                    EtlContext etl = new EtlContext(unused, target).bind("mysql", pool)) {
                etl.route(
                        "items",
                        "source=RAW(sql:" + query + "?dataSource=#mysql)&sourceDataSource=#mysql"
                                + "&cursorColumns=changed,id&sourceTimeZone=" + zone
                                + "&dataSource=#target&tables=items&consistencyDelay=0&pageSize=" + pageSize);
                String how = String.join(", ", driver.name(), zone, jvm, session, query);
                System.out.println(how);
                RunReport report = etl.run("items");

                assertThat(report.outcome()).as(how).isEqualTo(RunOutcome.DRAINED);
                assertThat(report.tables()).as(how).containsEntry("items", new TableCounts(rows, rows, 0, 0, 0));
                assertThat(sum(source))
                        .as(how)
                        .isEqualTo(target.<String>value(
                                "select count(*) || ' ' || md5(string_agg(id || ' ' || to_char(changed, 'YYYY-MM-DD HH24:MI:SS.US')"
                                        + " || ' ' || name, ',' order by id)) from items"));
                assertThat(etl.run("items").rows()).isZero();
            }
        });
    }

    private static String sum(MySqlDatabase source) throws Exception {
        try (Connection connection = source.connect()) {
            connection.createStatement().execute("SET group_concat_max_len = 4000000000");
            var result = connection
                    .createStatement()
                    .executeQuery(
                            "SELECT CONCAT(COUNT(*), ' ', MD5(GROUP_CONCAT(id, ' ', CAST(changed AS CHAR), ' ', name"
                                    + " ORDER BY id SEPARATOR ','))) FROM items");
            result.next();
            return result.getString(1);
        }
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void fill(MySqlDatabase source, WallTimes times, ZoneId zone) throws Exception {
        try (Connection connection = source.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?)")) {
            connection.setAutoCommit(false);
            LocalDateTime time = times.next(zone);
            for (int id = 1; id <= rows; id++) {
                time = id % 4 == 0 ? time : times.next(zone);
                insert.setInt(1, id);
                insert.setString(2, time.toString().replace('T', ' '));
                insert.setString(3, "row " + id);
                insert.addBatch();
                if (id % 10_000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
