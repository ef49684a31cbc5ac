package io.cameletl.internal.postgres.staging;

import static io.cameletl.internal.postgres.support.GoldenSql.EVERYTHING;
import static io.cameletl.internal.postgres.support.GoldenSql.PLAIN;
import static io.cameletl.internal.postgres.support.GoldenSql.assertGolden;

import io.cameletl.StagingKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StagingStatementsTest {
    @Test
    void a_staging_table_is_created_and_filled() throws IOException {
        assertGolden(
                StagingStatementsTest.class,
                "staging",
                StagingStatements.create(StagingKind.TEMP, PLAIN),
                StagingStatements.create(StagingKind.UNLOGGED, EVERYTHING),
                StagingStatements.requireKeys(EVERYTHING),
                StagingStatements.releaseKeys(EVERYTHING),
                StagingStatements.copy(PLAIN, PLAIN.columns(), (from, to, out) -> to));
    }
}
