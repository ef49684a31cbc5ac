package io.cameletl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.security.support.ByPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No statement lets the search path choose whose operators, functions, types and tables it uses. */
class SqlResourcesTest {
    static List<Path> statements() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/io/cameletl/internal"))) {
            return files.filter(file -> file.toString().endsWith(".sql")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void nothing_is_found_by_path(Path file) throws Exception {
        String sql = Files.readString(file, StandardCharsets.UTF_8).replace("{schema}", "\"etl_state\"");

        assertThat(ByPath.of(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select a = 1 from s.t | operator =",
                "select a OPERATOR(=) 1 from s.t | operator =",
                "update s.t set a = b + 1 where true | operator +",
                "update s.t set a = 1, b = 2 where c = 3 | operator =",
                "select lower(a) from s.t | function lower",
                "select s.lower(concat(a)) from s.t x (a) | function concat",
                "select cast(a as text) from s.t | type text",
                "select a::json from s.t | type json",
                "select timestamptz 'now' | type of a literal timestamptz",
                "select a in (1) from s.t | syntax for an operator in",
                "select case a when 1 then 2 end from s.t | syntax for an operator case",
                "select a is distinct from b from s.t | syntax for an operator distinct",
                "select 1 from t | relation t",
                "insert into t values (1) | relation t",
                "delete from s.t using u where true | relation u",
            })
    void what_is_found_by_path_is_seen(String sql, String found) {
        assertThat(ByPath.of(sql)).hasSize(1).first().asString().startsWith(found + " in: ");
    }

    @Test
    void there_are_statements() throws Exception {
        assertThat(statements()).hasSizeGreaterThan(30);
    }
}
