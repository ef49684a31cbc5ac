package io.cameletl.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.EtlException;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each of PostgreSQL's error codes is what operations.md says. */
@WithPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorCodesTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    private final Map<String, String> documented = documented();

    private static Map<String, String> documented() {
        try {
            String operations = Files.readString(Path.of("../src-docs/operations.md"));
            String table = operations.substring(operations.indexOf("<!-- sqlstates -->"));
            Map<String, String> verdicts = new TreeMap<>();
            ROW.matcher(table.substring(0, table.indexOf("\n\n"))).results().forEach(row -> CODE.matcher(row.group(1))
                    .results()
                    .forEach(code -> assertThat(verdicts.put(code.group(1), row.group(2)))
                            .as(code.group(1))
                            .isNull()));
            return verdicts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> codes() throws IOException {
        try (InputStream in = ErrorCodesTest.class.getResourceAsStream("errcodes.txt")) {
            return Pattern.compile("^(\\w{5}) (\\w+)$", Pattern.MULTILINE)
                    .matcher(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .results()
                    .collect(Collectors.toMap(
                            (MatchResult line) -> line.group(1), line -> line.group(2), (a, b) -> a, TreeMap::new));
        }
    }

    private static Set<String> states() throws IOException {
        return codes().keySet();
    }

    /** @return the row of the table that the code belongs to: the longest that it begins with */
    private String row(String state) {
        return documented.keySet().stream()
                .filter(state::startsWith)
                .max(Comparator.comparing(String::length))
                .orElseThrow(() -> new AssertionError(state + " is not in the table"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void the_table_says_what_becomes_of_it(String state) {
        assertThat(documented.get(row(state))).isEqualTo(verdict(new SQLException("it failed", state)));
    }

    private static String verdict(SQLException failure) {
        if (SqlStates.isConnectionLost(failure)) {
            assertThat(EtlException.isTransient(failure))
                    .as("what is lost is tried again")
                    .isTrue();
            return "connection lost";
        }
        if (EtlException.isTransient(failure)) {
            assertThat(SqlStates.isData(failure))
                    .as("what passes is no record's fault")
                    .isFalse();
            return "tried again";
        }
        if (SqlStates.isData(failure)) {
            return "the record's";
        }
        return SqlStates.mayBeData(failure) ? "perhaps a record's" : "permanent";
    }

    @Test
    void each_row_of_the_table_is_of_some_code() throws IOException {
        Set<String> rows = new HashSet<>(documented.keySet());
        for (String state : states()) {
            rows.remove(row(state));
        }
        assertThat(rows).isEmpty();
    }

    /** Newer versions know more. What is no error has no name that can be raised. */
    @Test
    void the_server_knows_the_codes_by_these_names(TestDatabase database) throws IOException {
        Set<String> unknown = new HashSet<>();
        Map<String, String> codes = codes();
        codes.forEach((state, name) -> {
            String raised = raised(database, name);
            if (raised.equals("42704") && !state.equals("42704")) {
                unknown.add(state);
            } else {
                // a few names are those of two codes
                assertThat(codes.get(raised)).as(state + " " + name).isEqualTo(name);
            }
        });
        unknown.removeIf(state -> state.compareTo("03000") < 0);
        assertThat(unknown).isSubsetOf("10608", "25P04", "2203G", "58P03", "72000");
    }

    private static String raised(TestDatabase database, String name) {
        Throwable failure = catchThrowable(
                () -> database.execute("do $$begin raise exception using errcode = '" + name + "'; end$$"));
        String state = SqlStates.find(failure);
        return state == null ? "25P02" : state;
    }
}
