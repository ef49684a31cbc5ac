package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String THREE_ORGANIZATIONS =
            """
            INSERT INTO organizations (id, name, country, updated_at)
            VALUES (1, 'One', 'US', '2026-01-01 00:00:00.000001+00'),
                   (2, 'Two', 'DE', '2026-01-02 00:00:00+00'),
                   (3, 'Three', 'JP', '2026-01-03 00:00:00+00')""";

    private static Server source;
    private static Server target;

    @BeforeAll
    static void two_databases() throws Exception {
        source = Server.start(null);
        execute(source, "CREATE DATABASE target");
        Settings.Address address = source.address();
        target = Server.start(new Settings.Address(
                address.url().replace("/postgres", "/target"), address.user(), address.password()));
        try (Connection legacy = source.connect();
                Connection identity = target.connect()) {
            Databases.createSource(legacy, 1);
            Databases.createTarget(identity);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        source.close();
    }

    @BeforeEach
    void the_same_three_organizations() throws Exception {
        for (Server server : List.of(source, target)) {
            execute(server, "TRUNCATE organizations");
            execute(server, THREE_ORGANIZATIONS);
        }
    }

    @Test
    void equal_rows_agree() throws Exception {
        assertThat(organizations()).isEqualTo(new Comparison("organizations", 3, 3, 0, 0, 0, List.of()));
    }

    @Test
    void a_row_deleted_at_the_source_is_not_expected() throws Exception {
        execute(source, "UPDATE organizations SET deleted_at = now() WHERE id = 2");
        execute(target, "DELETE FROM organizations WHERE id = 2");

        assertThat(organizations()).isEqualTo(new Comparison("organizations", 2, 2, 0, 0, 0, List.of()));
    }

    @Test
    void a_missing_row_is_found() throws Exception {
        execute(target, "DELETE FROM organizations WHERE id = 2");

        Comparison found = organizations();

        assertThat(found.missing()).isEqualTo(1);
        assertThat(found.agrees()).isFalse();
        assertThat(found.examples()).singleElement().asString().contains("Two", "in target no such row");
    }

    @Test
    void a_surplus_row_is_found() throws Exception {
        execute(target, "INSERT INTO organizations VALUES (4, 'Four', 'KE', now())");

        Comparison found = organizations();

        assertThat(found.surplus()).isEqualTo(1);
        assertThat(found.agrees()).isFalse();
        assertThat(found.examples()).singleElement().asString().contains("expected  no such row", "Four");
    }

    @Test
    void a_difference_of_a_microsecond_is_found() throws Exception {
        execute(target, "UPDATE organizations SET updated_at = updated_at + interval '1 microsecond' WHERE id = 1");

        Comparison found = organizations();

        assertThat(found.different()).isEqualTo(1);
        assertThat(found.agrees()).isFalse();
        assertThat(found.examples()).singleElement().asString().contains("00.000001", "00.000002");
    }

    @Test
    void the_tables_of_an_empty_target_miss_everything() throws Exception {
        try (Connection legacy = source.connect();
                Connection identity = target.connect()) {
            assertThat(Comparison.ofAll(legacy, identity))
                    .extracting(Comparison::table, Comparison::missing)
                    .startsWith(tuple("identities", 1L), tuple("credentials", 3L), tuple("credential_identifiers", 3L));
        }
    }

    private static Comparison organizations() throws SQLException {
        try (Connection legacy = source.connect();
                Connection identity = target.connect()) {
            return Comparison.ofAll(legacy, identity).get(3);
        }
    }

    private static void execute(Server server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
