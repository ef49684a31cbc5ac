package io.cameletl.internal.postgres.staging;

import static io.cameletl.internal.postgres.support.GoldenSql.EVERYTHING;
import static io.cameletl.internal.postgres.support.GoldenSql.PLAIN;
import static io.cameletl.internal.postgres.support.GoldenSql.assertGolden;

import io.cameletl.StagingKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CreateStagingTest {
    @Test
    void a_staging_table_is_created_and_filled() throws IOException {
        assertGolden(
                CreateStagingTest.class,
                "create-staging",
                CreateStaging.of(StagingKind.TEMP, PLAIN),
                CreateStaging.of(StagingKind.UNLOGGED, EVERYTHING),
                CreateStaging.requireKeys(EVERYTHING),
                CreateStaging.releaseKeys(EVERYTHING),
                CreateStaging.copy(PLAIN, PLAIN.columns()));
    }
}
