package io.cameletl.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cameletl.EtlException;
import io.cameletl.foreign.support.MariaDb;
import io.cameletl.foreign.support.MySqlDriver;
import io.cameletl.foreign.support.Renamed;
import io.cameletl.internal.source.database.DatabaseClock;
import io.cameletl.support.DefaultZone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ForeignClockTest {
    @ParameterizedTest
    @CsvSource({
        "MARIADB, America/New_York, +13:00",
        "MARIADB, Asia/Tokyo,       -08:00",
        "MYSQL,   America/St_Johns, +05:30",
        "MYSQL,   UTC,              +00:00",
    })
    void tells_the_same_time_in_every_zone(MySqlDriver driver, String jvm, String session) throws Exception {
        try (DefaultZone zone = new DefaultZone(jvm);
                BasicDataSource pool =
                        MariaDb.server().createDatabase().pool(driver, "SET time_zone = '" + session + "'")) {
            assertNow(pool);
        }
    }

    @Test
    void a_product_that_is_not_known_must_tell_the_zone_of_its_time() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:;TIME ZONE=-08:00");
        assertNow(new Renamed(h2));
        try (BasicDataSource pool = MariaDb.server().createDatabase().pool(MySqlDriver.MARIADB)) {
            assertThatThrownBy(() -> new DatabaseClock("orders", new Renamed(pool)).call())
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll("\"orders\"", "Newcomer", "a time without zone", "consistencyDelay");
        }
    }

    private static void assertNow(DataSource dataSource) throws Exception {
        assertThat(new DatabaseClock("orders", dataSource).call())
                .isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));
    }
}
