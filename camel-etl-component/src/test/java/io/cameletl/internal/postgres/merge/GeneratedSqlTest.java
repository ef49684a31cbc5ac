package io.cameletl.internal.postgres.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.StagingKind;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.ForeignKey;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.StagingLayout;
import io.cameletl.internal.postgres.plan.StagingName;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.staging.CreateStaging;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each generated statement against its golden file. */
class GeneratedSqlTest {
    private static final TablePlan PLAIN = plan("users", false, null, "id");
    private static final TablePlan EVERYTHING = plan("we\"ird \u00e9", true, "updated at", "tenant", "id");

    @Test
    void insert() throws IOException {
        golden(
                "insert",
                InsertStatement.plain(PLAIN, RecordRange.ALL),
                InsertStatement.plain(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void insert_unseen() throws IOException {
        golden(
                "insert-unseen",
                InsertStatement.unseen(PLAIN, RecordRange.ALL),
                InsertStatement.unseen(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void insert_giving_way() throws IOException {
        golden(
                "insert-giving-way",
                InsertStatement.givingWay(PLAIN, RecordRange.ALL),
                InsertStatement.givingWay(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void update() throws IOException {
        golden(
                "update",
                UpdateStatement.of(PLAIN, RecordRange.ALL),
                UpdateStatement.of(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void delete() throws IOException {
        golden(
                "delete",
                DeleteStatement.of(PLAIN, RecordRange.ALL),
                DeleteStatement.of(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void deduplicate() throws IOException {
        golden("deduplicate", DeduplicateStatement.of(PLAIN), DeduplicateStatement.of(EVERYTHING));
    }

    @Test
    void orphans() throws IOException {
        ForeignKey one = new ForeignKey(
                "f", List.of(Identifier.of("name")), QualifiedName.parse("s.parent"), List.of(Identifier.of("id")));
        ForeignKey two = new ForeignKey("g", EVERYTHING.columns().subList(0, 2), one.parent(), PLAIN.columns());
        golden("orphans", OrphansStatement.of(PLAIN, List.of(one)), OrphansStatement.of(EVERYTHING, List.of(one, two)));
    }

    @Test
    void set_aside() throws IOException {
        golden(
                "set-aside",
                SetAside.createIndex(EVERYTHING, new QualifiedName("public", "etl_index")),
                SetAside.leave(PLAIN, List.of(3, 5)),
                SetAside.comeBack(PLAIN, true),
                SetAside.comeBack(EVERYTHING, false),
                DeleteStatement.of(PLAIN, RecordRange.IN_PLACE),
                DeleteStatement.of(PLAIN, new RecordRange(3, 7)));
    }

    @Test
    void create_staging() throws IOException {
        golden(
                "create-staging",
                CreateStaging.of(StagingKind.TEMP, PLAIN),
                CreateStaging.of(StagingKind.UNLOGGED, EVERYTHING),
                CreateStaging.requireKeys(EVERYTHING),
                CreateStaging.releaseKeys(EVERYTHING),
                CreateStaging.copy(PLAIN, PLAIN.columns()));
    }

    @Test
    void staging_names_are_unique_and_fit() {
        QualifiedName table = new QualifiedName("s", "\u00e9".repeat(31));
        String name = StagingName.of("p", "run", table, 0);

        assertThat(name).startsWith("etl_").endsWith("\u00e9");
        assertThat(name.getBytes(UTF_8)).hasSizeBetween(62, 63);
        assertThat(Stream.of(
                        name,
                        StagingName.of("q", "run", table, 0),
                        StagingName.of("p", "ran", table, 0),
                        StagingName.of("p", "run", new QualifiedName("t", table.name()), 0),
                        StagingName.of("p", "run", table, 1)))
                .doesNotHaveDuplicates();
    }

    private static void golden(String name, String... statements) throws IOException {
        String generated = Arrays.stream(statements).collect(Collectors.joining(";\n\n", "", ";\n"));
        try (InputStream file = GeneratedSqlTest.class.getResourceAsStream(name + ".sql")) {
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
                        special ? "meta" : null),
                new MatchRule(keyColumns, version == null ? null : Identifier.of(version), true),
                columns,
                columns.stream().filter(column -> !keyColumns.contains(column)).toList(),
                special);
    }
}
