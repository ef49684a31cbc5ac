package io.cameletl.internal.postgres.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.Comparison;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.StagingLayout;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plans that generated statements are tested with, and their golden files beside the tests. */
public final class GoldenSql {
    /** A table of the simplest kind. */
    public static final TablePlan PLAIN = plan("users", false, null, "id");

    /** A table with everything that changes a statement. */
    public static final TablePlan EVERYTHING = plan("we\"ird \u00e9", true, "updated at", "tenant", "id");

    /** A table whose index tells keys apart in another way than GROUP BY. */
    public static final TablePlan UNGROUPED = new TablePlan(
            PLAIN.target(),
            PLAIN.staging(),
            new MatchRule(
                    List.of(new KeyColumn(Identifier.of("id"), equal(true), false, true, true)),
                    EVERYTHING.match().version(),
                    true),
            PLAIN.columns(),
            PLAIN.updatable(),
            List.of());

    private GoldenSql() {}

    public static void assertGolden(Class<?> test, String name, String... statements) throws IOException {
        String generated = Arrays.stream(statements).collect(Collectors.joining(";\n\n", "", ";\n"));
        try (InputStream file = test.getResourceAsStream(name + ".sql")) {
            assertThat(generated)
                    .as("golden file %s.sql", name)
                    .isEqualTo(file == null ? "" : new String(file.readAllBytes(), UTF_8));
        }
    }

    private static TablePlan plan(String table, boolean special, @Nullable String version, String... keys) {
        List<Identifier> columns = Stream.of(special ? "tenant id etl_position" : "id name")
                .flatMap(names -> Arrays.stream(names.split(" ")))
                .map(Identifier::of)
                .collect(Collectors.toList());
        if (version != null) {
            columns.add(Identifier.of(version));
        }
        List<Identifier> keyColumns = Stream.of(keys).map(Identifier::of).toList();
        return new TablePlan(
                new QualifiedName("public", table).sql(),
                StagingLayout.of(
                        special ? "\"public\".\"etl_1\"" : "pg_temp.\"etl_1\"",
                        columns.stream().map(Identifier::name).toList(),
                        special ? "meta" : null,
                        false),
                new MatchRule(
                        keyColumns.stream()
                                .map(key -> new KeyColumn(key, equal(special), true, !special, true))
                                .toList(),
                        version == null
                                ? null
                                : new VersionColumn(
                                        Identifier.of(version),
                                        new Comparison("OPERATOR(\"e\".>=)", "\"e\".\"v\"", "\"e\".\"v\"", null)),
                        true),
                columns,
                columns.stream()
                        .filter(column -> special || !keyColumns.contains(column))
                        .toList(),
                special ? List.of(Identifier.of("id"), Identifier.of("etl_position")) : List.of());
    }

    private static Comparison equal(boolean special) {
        return special
                ? new Comparison("OPERATOR(\"e\".=)", "\"e\".\"T\"", "\"e\".\"T\"", "\"e\".\"c\"")
                : new Comparison("OPERATOR(pg_catalog.=)", null, null, null);
    }
}
