package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.support.GoldenSql.EVERYTHING;
import static io.cameletl.internal.postgres.support.GoldenSql.PLAIN;
import static io.cameletl.internal.postgres.support.GoldenSql.UNGROUPED;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.Comparison;
import io.cameletl.internal.postgres.plan.TargetTable.ForeignKey;
import io.cameletl.internal.postgres.support.GoldenSql;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each generated statement against its golden file. */
class GeneratedSqlTest {
    @Test
    void insert() throws IOException {
        golden(
                "insert",
                MergeStatement.INSERT.sql(PLAIN, RecordRange.ALL),
                MergeStatement.INSERT.sql(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void insert_blind() throws IOException {
        golden(
                "insert-blind",
                MergeStatement.INSERT_BLIND.sql(PLAIN, RecordRange.ALL),
                MergeStatement.INSERT_BLIND.sql(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void update() throws IOException {
        golden(
                "update",
                MergeStatement.UPDATE.sql(PLAIN, RecordRange.ALL),
                MergeStatement.UPDATE.sql(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void upsert() throws IOException {
        golden(
                "upsert",
                Upsert.MERGE.sql(PLAIN),
                Upsert.MERGE.sql(EVERYTHING),
                Upsert.CLASSIFY.sql(PLAIN),
                Upsert.CLASSIFY.sql(EVERYTHING));
    }

    @Test
    void delete() throws IOException {
        golden(
                "delete",
                MergeStatement.DELETE.sql(PLAIN, RecordRange.ALL),
                MergeStatement.DELETE.sql(EVERYTHING, RecordRange.before(7)));
    }

    @Test
    void deduplicate() throws IOException {
        golden("deduplicate", Deduplication.sql(PLAIN), Deduplication.sql(EVERYTHING), Deduplication.sql(UNGROUPED));
    }

    @Test
    void witness() throws IOException {
        golden(
                "witness",
                Witness.upserts(PLAIN, RecordRange.ALL),
                Witness.upserts(EVERYTHING, RecordRange.before(7)),
                Witness.deletes(PLAIN, RecordRange.IN_PLACE),
                Witness.deletes(EVERYTHING, RecordRange.ALL));
    }

    @Test
    void orphans() throws IOException {
        Comparison equal = new Comparison("OPERATOR(pg_catalog.=)", null, "pg_catalog.text", null);
        ForeignKey one = new ForeignKey(
                "f",
                List.of(Identifier.of("name")),
                QualifiedName.parse("s.parent"),
                List.of(Identifier.of("id")),
                List.of(equal));
        ForeignKey two = new ForeignKey(
                "g", EVERYTHING.columns().subList(0, 2), one.parent(), PLAIN.columns(), List.of(equal, equal));
        golden(
                "orphans",
                Orphans.sql(PLAIN, List.of(one), Collections.singletonList(null)),
                Orphans.sql(EVERYTHING, List.of(one, two), Arrays.asList(PLAIN, null)));
    }

    @Test
    void set_aside() throws IOException {
        golden(
                "set-aside",
                SetAside.createIndex(EVERYTHING, new QualifiedName("public", "etl_index")),
                SetAside.exclude(PLAIN, List.of(3, 5)),
                SetAside.restore(PLAIN, true),
                SetAside.restore(EVERYTHING, false),
                MergeStatement.DELETE.sql(PLAIN, RecordRange.IN_PLACE),
                MergeStatement.DELETE.sql(PLAIN, new RecordRange(3, 7)));
    }

    private static void golden(String name, String... statements) throws IOException {
        GoldenSql.assertGolden(GeneratedSqlTest.class, name, statements);
    }
}
