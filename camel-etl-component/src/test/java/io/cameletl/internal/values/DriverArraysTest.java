package io.cameletl.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Array;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

@WithPostgres
class DriverArraysTest {
    @ParameterizedTest
    @ValueSource(strings = {"[-2:0]={1,NULL,3}", "[0:1][3:3]={{1},{2}}", "{1,2}", "{}"})
    void a_drivers_array_keeps_its_bounds_in_text_and_in_binary(String array, TestDatabase db) throws Exception {
        try (var connection = db.connect();
                var statement = connection.prepareStatement("select '" + array + "'::int[]")) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            for (int i = 0; i < 3; i++) {
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    Array value = rows.getArray(1);
                    String text = TextForm.of(value, ColumnType.arrayOf(ColumnType.OTHER, ','));
                    assertThat(String.valueOf(text).replace("\"", "")).isEqualTo(array);
                }
            }
        }
    }
}
