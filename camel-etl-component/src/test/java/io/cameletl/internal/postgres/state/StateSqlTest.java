package io.cameletl.internal.postgres.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateSqlTest {
    @Test
    void each_file_is_a_statement_of_the_state_but_those_that_look_at_schema_and_tables() throws Exception {
        Path beside = Path.of(StateSql.class.getResource("claim.sql").toURI()).getParent();
        List<String> statements = Arrays.stream(StateSql.Name.values())
                .map(name -> name.name().toLowerCase(Locale.ROOT) + ".sql")
                .toList();
        try (Stream<Path> files = Files.list(beside)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")))
                    .containsAll(statements)
                    .hasSize(statements.size() + 2)
                    .contains("inspect.sql", "strangers.sql");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StateSql.Name.class,
            names = {"RIGHTS", "IDENTITIES", "LOCK_TIMEOUT"},
            mode = EnumSource.Mode.EXCLUDE)
    void each_statement_names_the_schema_in_quotes(StateSql.Name name) {
        assertThat(new StateSql("My \"State\"").get(name))
                .contains("\"My \"\"State\"\"\".etl_")
                .doesNotContain("{schema}");
    }

    @Test
    void the_rights_take_the_schema_as_a_value() {
        StateSql sql = new StateSql("ops");

        assertThat(sql.get(StateSql.Name.RIGHTS)).doesNotContain("ops", "{schema}");
        assertThat(sql.schema()).isEqualTo("ops");
    }
}
