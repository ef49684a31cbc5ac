package io.cameletl.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.foreign.support.MariaDb;
import io.cameletl.foreign.support.MySqlDatabase;
import io.cameletl.foreign.support.MySqlDriver;
import io.cameletl.support.DefaultLocale;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What else a MariaDB server, and its drivers, do differently. */
@Tag("slow")
@WithPostgres
class MySqlTest {
    private static final String AFTER = " WHERE changed >= :#afterAtText AND (changed > :#afterAtText"
            + " OR (changed = :#afterAtText AND id > CAST(:#afterId AS SIGNED))) AND changed < :#beforeAtText"
            + " ORDER BY changed, id LIMIT :#limit";
    private static final String OPTIONS = "&sourceDataSource=#mysql&cursorColumns=changed,id&dataSource=#target"
            + "&tables=items&consistencyDelay=0&pageSize=3&sourceTimeZone=";

    private final MySqlDatabase source = MariaDb.server().createDatabase();
    private final List<BasicDataSource> pools = new ArrayList<>();
    private TestDatabase unused;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        unused = from;
        target = to;
    }

    @AfterEach
    void close() throws SQLException {
        for (BasicDataSource pool : pools) {
            pool.close();
        }
    }

    private BasicDataSource pool(MySqlDriver driver, String... inSession) {
        BasicDataSource pool = source.pool(driver, inSession);
        pools.add(pool);
        return pool;
    }

    private EtlContext etl(BasicDataSource mysql) throws Exception {
        return new EtlContext(unused, target).bind("mysql", mysql);
    }

    private static String items(String columns, String zone) {
        return "source=RAW(sql:SELECT " + columns + " FROM items" + AFTER + "?dataSource=#mysql)" + OPTIONS + zone;
    }

    /** MariaDB's clocks follow its session's variable timestamp. */
    @Test
    void the_hour_that_comes_twice_is_read_when_it_is_over_and_whole() throws Exception {
        ZoneId newYork = ZoneId.of("America/New_York");
        source.execute("CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL)");
        target.execute("create table items (id bigint primary key, changed timestamp not null)");
        Instant now = Instant.parse("2025-11-02T04:03:00Z");
        int id = 0;
        List<Long> read = new ArrayList<>();
        for (; now.isBefore(Instant.parse("2025-11-02T08:30:00Z")); now = now.plusSeconds(600)) {
            LocalDateTime wall = LocalDateTime.ofInstant(now.minusSeconds(60), newYork);
            // Ids go down, so that a row of the second 1:03 sorts before the one of the first.
            source.execute("INSERT INTO items VALUES (" + (1000 - id++) + ", '" + wall + "')");
            BasicDataSource pool = pool(MySqlDriver.MARIADB, "SET timestamp = " + now.getEpochSecond());
            try (EtlContext etl = etl(pool).route("items", items("id, changed", newYork.getId()))) {
                read.add(etl.run("items").rows());
            }
            pool.close();
        }
        assertThat(target.count("items")).isEqualTo(id);
        // from the first 1:00 to the second 2:00 nothing, then all of it
        assertThat(read).contains(13L).filteredOn(rows -> rows == 0).hasSize(12);
    }

    @ParameterizedTest
    @EnumSource(MySqlDriver.class)
    void a_lock_that_is_not_to_be_had_in_time_passes(MySqlDriver driver) throws Exception {
        source.execute(
                "CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL) ENGINE=InnoDB",
                "INSERT INTO items VALUES (1, '2026-01-01 00:00:00')");
        target.execute("create table items (id bigint primary key, changed timestamp not null)");
        List<EtlEvent> retries = new ArrayList<>();
        try (Connection holder = source.connect();
                EtlContext etl = etl(pool(driver))) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("UPDATE items SET changed = changed WHERE id = 1");
            holder.createStatement().execute("DELETE FROM items WHERE id = 1");
            PipelineListener lettingGo = new PipelineListener() {
                @Override
                public void eventOccurred(EtlEvent event) {
                    retries.add(event);
                    try {
                        holder.rollback();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            etl.bind("listener", lettingGo)
                    .route(
                            "items",
                            items("id, changed", "UTC").replace("LIMIT :#limit", "LIMIT :#limit LOCK IN SHARE MODE")
                                    + "&redeliveryDelay=10");

            RunReport report = etl.run("items");

            assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
            assertThat(report.rows()).isEqualTo(1);
            assertThat(retries).hasSize(1).first().isInstanceOf(EtlEvent.PageRetried.class);
        }
    }

    /** MySQL's driver writes times with the digits of the locale. */
    @ParameterizedTest
    @CsvSource({"MARIADB, en", "MYSQL, en", "MARIADB, fa-IR", "MYSQL, fa-IR"})
    void values_arrive_as_they_are(MySqlDriver driver, String locale) throws Exception {
        source.execute(
                """
                CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL, flag TINYINT(1), bit1 BIT(1),
                  y YEAR, d DATE, t TIME(6), span TIME(6), ts TIMESTAMP(6) NULL, wall DATETIME(6), n DECIMAL(40,10),
                  big BIGINT UNSIGNED, bytes BLOB, e ENUM('a','b'), s SET('x','y'), txt TEXT, js JSON, f FLOAT, db DOUBLE)""",
                """
                INSERT INTO items VALUES (1, '2026-01-01 00:00:00', 2, b'1', 2024, '1999-12-31', '23:59:59.999999',
                  '838:59:59.5', NULL, '2026-03-08 02:30:00.123456', 12345678901234567890.0123456789,
                  18446744073709551615, x'00ff', 'b', 'x,y', '\uD83D\uDE00', '{"a": [1, 2.50]}', 0.1, 0.30000000000000004)""",
                "INSERT INTO items (id, changed) VALUES (2, '2026-01-01 00:00:00')");
        try (Connection connection = source.connect()) {
            connection.createStatement().execute("SET time_zone = '+00:00'");
            connection.createStatement().execute("UPDATE items SET ts = '2026-03-08 02:30:00.123456' WHERE id = 1");
        }
        target.execute(
                """
                create table items (id bigint primary key, changed timestamp not null, flag int, bit1 boolean, y int,
                  d date, t time, span interval, ts timestamptz, wall timestamp, n numeric, big numeric, bytes bytea,
                  e text, s text, txt text, js jsonb, f real, db double precision)""");
        try (DefaultLocale ignored = new DefaultLocale(locale);
                EtlContext etl = etl(pool(driver, "SET time_zone = '+00:00'"))) {
            etl.route("items", items("*", "UTC"));

            assertThat(etl.run("items").rows()).isEqualTo(2);
        }
        assertThat(target.<String>value(
                        "select concat_ws('|', flag, bit1, y, d, t, span, ts at time zone 'UTC', wall, n, big, bytes, e, s,"
                                + " txt, js, f, db) from items where id = 1"))
                .isEqualTo("2|t|2024|1999-12-31|23:59:59.999999|838:59:59.5|2026-03-08 02:30:00.123456|"
                        + "2026-03-08 02:30:00.123456|12345678901234567890.0123456789|18446744073709551615|\\x00ff|b|x,y|"
                        + "\uD83D\uDE00|{\"a\": [1, 2.50]}|0.1|0.30000000000000004");
        assertThat(target.<Integer>value(
                        "select num_nulls(flag, bit1, y, d, t, span, ts, wall, n, big, bytes, e, s, txt,"
                                + " js, f, db) from items where id = 2"))
                .isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({
        "MARIADB, d,    DATE,      0000-00-00",
        "MYSQL,   d,    DATE,      0000-00-00",
        "MARIADB, part, DATE,      2024-00-10",
        "MYSQL,   part, DATE,      2024-00-10",
        "MARIADB, dt,   DATETIME,  0000-00-00 00:00:00",
        "MYSQL,   dt,   DATETIME,  0000-00-00 00:00:00",
    })
    void a_date_that_is_none_is_refused_with_its_column(MySqlDriver driver, String column, String type, String value)
            throws Exception {
        source.execute(
                "CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL, " + column + " " + type + ")",
                "INSERT INTO items VALUES (1, '2026-01-01 00:00:00', '" + value + "')");
        target.execute(
                "create table items (id bigint primary key, changed timestamp not null, " + column + " timestamp)");
        try (EtlContext etl = etl(pool(driver)).route("items", items("*", "UTC"))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"" + column + "\"", value, "NULLIF(CAST(" + column + " AS CHAR), '");
        }
        try (EtlContext etl = etl(pool(driver))
                .route(
                        "items",
                        items(
                                "id, changed, NULLIF(CAST(" + column + " AS CHAR), '" + value + "') AS " + column,
                                "UTC"))) {
            assertThat(etl.run("items").rows()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(MySqlDriver.class)
    void a_timestamp_is_refused_unless_the_session_shows_it_in_UTC(MySqlDriver driver) throws Exception {
        source.execute(
                "CREATE TABLE items (id BIGINT PRIMARY KEY, changed TIMESTAMP(6) NOT NULL)",
                "INSERT INTO items VALUES (1, '2026-01-01 12:00:00')");
        target.execute("create table items (id bigint primary key, changed timestamptz not null)");
        try (EtlContext etl = etl(pool(driver)).route("items", items("*", "UTC"))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"changed\"", "+05:30", "sessionVariables=time_zone");
        }
        try (EtlContext etl =
                etl(pool(driver, "SET time_zone = '+00:00'")).route("items", items("*", "Europe/Berlin"))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"changed\"", "sourceTimeZone=UTC");
        }
        try (EtlContext etl = etl(pool(driver, "SET time_zone = '+00:00'")).route("items", items("*", "UTC"))) {
            assertThat(etl.run("items").rows()).isEqualTo(1);
        }
        assertThat(target.<String>value("select (changed at time zone 'UTC')::text from items"))
                .isEqualTo(LocalDateTime.parse("2026-01-01T12:00:00")
                                .minusMinutes(330)
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDateTime()
                                .toString()
                                .replace('T', ' ')
                        + ":00");
    }

    @ParameterizedTest
    @EnumSource(MySqlDriver.class)
    void a_time_without_zone_is_refused_until_its_zone_is_said(MySqlDriver driver) throws Exception {
        source.execute(
                "CREATE TABLE items (id BIGINT PRIMARY KEY, changed DATETIME(6) NOT NULL)",
                "INSERT INTO items VALUES (1, '2026-01-01 12:00:00')");
        target.execute("create table items (id bigint primary key, changed timestamp not null)");
        try (EtlContext etl = etl(pool(driver)).route("items", items("*", "").replace("&sourceTimeZone=", ""))) {
            assertThatThrownBy(() -> etl.run("items"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"changed\"", "a time without zone", "sourceTimeZone=UTC");
        }
    }
}
