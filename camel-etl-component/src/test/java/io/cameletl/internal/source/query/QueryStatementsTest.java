package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Cursors.AT;
import static io.cameletl.internal.source.support.Cursors.ID;
import static io.cameletl.internal.source.support.Cursors.ID_OR_NULL;
import static io.cameletl.internal.source.support.Cursors.QUERY;
import static io.cameletl.internal.source.support.Cursors.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.jdbc.SqlResource;
import org.junit.jupiter.api.Test;

class QueryStatementsTest {
    private static void assertGolden(String actual, String file) {
        assertThat(actual + "\n").isEqualTo(SqlResource.read(QueryStatementsTest.class, file));
    }

    @Test
    void the_sample_by_which_rows_are_divided() {
        assertGolden(RangeSample.sql(QUERY, shape(AT, ID), true), "range-sample.sql");
    }

    @Test
    void the_rows_out_of_reach() {
        assertGolden(UnreachableRows.sql(QUERY, UnreachableRows.reasons(shape(AT, ID_OR_NULL))), "unreachable.sql");
    }
}
