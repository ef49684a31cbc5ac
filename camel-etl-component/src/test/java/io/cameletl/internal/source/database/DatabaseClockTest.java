package io.cameletl.internal.source.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.cameletl.support.DefaultZone;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class DatabaseClockTest {
    @ParameterizedTest
    @ValueSource(strings = {"America/St_Johns", "Asia/Tokyo", "UTC"})
    void tells_the_same_time_in_every_zone(String zone, @SourceDb TestDatabase source) throws Exception {
        try (DefaultZone jvm = new DefaultZone(zone)) {
            assertNow(source.withTimeZone("Pacific/Apia"));
            assertNow(h2("jdbc:h2:mem:;TIME ZONE=+09:00"));
        }
    }

    private static void assertNow(DataSource dataSource) throws Exception {
        assertThat(new DatabaseClock("orders", dataSource).call())
                .isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));
    }

    private static JdbcDataSource h2(String url) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        return dataSource;
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31 12:00:00.123456,     2026-01-31T12:00:00.123456Z",
        "2026-01-31-12.00.00.123456,     2026-01-31T12:00:00.123456Z",
        "2026-01-31 12:00:00.1234567,    2026-01-31T12:00:00.123456700Z",
        "2026-01-31 12:00:00.5,          2026-01-31T12:00:00.500Z",
        "2026-01-31 12:00:00,            2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00.123456+00,  2026-01-31T12:00:00.123456Z",
        "2026-01-31 12:00:00.123456789012, 2026-01-31T12:00:00.123456789Z",
    })
    void the_products_write_it_in_several_ways(String text, Instant time) {
        assertThat(UtcQuery.instant(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31 12:00:00+05:30", "31.01.26 12:00:00", "2569-13-31 12:00:00", ""})
    void another_text_is_no_time(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> UtcQuery.instant(text));
    }

    @Test
    void each_known_product_is_asked_for_UTC() {
        for (String product : new String[] {
            "PostgreSQL",
            "MySQL",
            "MariaDB",
            "Oracle",
            "Microsoft SQL Server",
            "DB2/LINUXX8664",
            "DB2 UDB for AS/400",
            "H2",
            "SQLite"
        }) {
            assertThat(UtcQuery.of(product)).as(product).isNotNull();
        }
        assertThat(UtcQuery.of("Sybase")).isNull();
    }
}
