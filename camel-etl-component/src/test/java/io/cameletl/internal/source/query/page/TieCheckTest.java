package io.cameletl.internal.source.query.page;

import static io.cameletl.internal.source.support.Cursors.AT;
import static io.cameletl.internal.source.support.Cursors.ID;
import static io.cameletl.internal.source.support.Cursors.QUERY;
import static io.cameletl.internal.source.support.Cursors.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.jdbc.SqlResource;
import org.junit.jupiter.api.Test;

class TieCheckTest {
    @Test
    void whether_two_cursors_are_one_position() {
        assertThat(TieCheck.sql(QUERY, shape(AT, ID)) + "\n")
                .isEqualTo(SqlResource.read(TieCheckTest.class, "tie.sql"));
    }
}
