package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static io.cameletl.internal.postgres.support.Loads.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.DefaultLocale;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locales whose digits are not 0 to 9, or whose small I has no dot: no statement and no value may use them. */
@WithPostgres
class LocalesTest {
    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR"})
    void a_page_with_rejects_is_loaded_alike_under_any_locale(String locale, TestDatabase db) {
        db.execute(
                "create table \"parentsI\" (id int primary key, version timestamptz, name varchar(3))",
                "create table children (id int primary key, first int references \"parentsI\","
                        + " second int references \"parentsI\")");
        try (DefaultLocale ignored = new DefaultLocale(locale)) {
            Rejecting loaded = Rejecting.load(
                    into(db, versioned("parentsI"), table("children")),
                    10,
                    data(
                            "parentsI",
                            "id version name gone",
                            record(1, Instant.parse("2026-01-31T12:34:56.789Z"), "one", "FALSE"),
                            record(2, Instant.EPOCH, "too long", "NO")),
                    data(
                            "children",
                            "id first second",
                            record(11, 1, 1),
                            record(12, 1, 2),
                            record(13, 2, null),
                            record(14, null, 3)));

            assertThat(loaded.keys()).containsExactly("id = 2", "id = 12", "id = 13", "id = 14");
            assertThat(loaded.given().get(1).reason())
                    .contains("\"parentsI\" with \"id\" = 2 was rejected in the same page");
            assertThat(loaded.tables())
                    .containsEntry("parentsI", counts(2, 1, 0, 0, 0))
                    .containsEntry("children", counts(4, 1, 0, 0, 0));
        }
        assertThat(db.<String>value("select (version at time zone 'UTC')::text from \"parentsI\""))
                .isEqualTo("2026-01-31 12:34:56.789");
    }
}
