package io.cameletl.internal.postgres.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cameletl.BadRecordException;
import io.cameletl.Rows;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyEncoderTest {
    private final CopyBuffer out = new CopyBuffer();

    @Test
    void a_line_is_position_deleted_and_the_chosen_columns() {
        Records records = records(row("1", "a", null), row("2", null, "now"));
        int next = encoder(records, "gone", columns("name", "id")).encode(0, 2, out);
        assertThat(next).isEqualTo(2);
        assertThat(written()).isEqualTo("0\tf\ta\t1\n1\tt\t\\N\t2\n");
    }

    @Test
    void a_range_keeps_its_positions() {
        Object[][] rows =
                IntStream.range(0, 12).mapToObj(i -> row("" + i, "n", null)).toArray(Object[][]::new);
        encoder(records(rows), null, columns("id")).encode(9, 11, out);
        assertThat(written()).isEqualTo("9\tf\t9\n10\tf\t10\n");
    }

    @Test
    void no_column_at_all_may_be_chosen() {
        encoder(records(row("1", "a", null)), "absent", List.of()).encode(0, 1, out);
        assertThat(written()).isEqualTo("0\tf\n");
    }

    @Test
    void a_full_buffer_is_to_be_sent_before_going_on() {
        Records records = records(row("1", "x".repeat(70_000), null), row("2", "b", null));
        CopyEncoder encoder = encoder(records, null, columns("name"));
        assertThat(encoder.encode(0, 2, out)).isEqualTo(1);
        assertThat(encoder.encode(1, 2, out)).isEqualTo(1);
        out.clear();
        assertThat(encoder.encode(1, 2, out)).isEqualTo(2);
        assertThat(written()).isEqualTo("1\tf\tb\n");
    }

    @Test
    void a_column_that_the_records_lack_cannot_be_chosen() {
        Records records = records();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder(records, null, columns("other")))
                .withMessageContaining("other");
    }

    @Test
    void a_bad_value_names_everything_and_leaves_the_lines_before_it() {
        Records records = records(row("1", "a", null), row("2", "b\0c", null));
        CopyEncoder encoder = encoder(records, null, columns("id", "name"));
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> encoder.encode(0, 2, out))
                .withMessage("pipeline \"p\": table users, record 2 (id = 2), column name: PostgreSQL text cannot hold"
                        + " the character U+0000 (NUL); remove it in the transform (the value is b\\u0000c)")
                .satisfies(e -> assertThat(e.record()).isEqualTo(1))
                .satisfies(e -> assertThat(e.column()).isEqualTo("name"));
        assertThat(written()).isEqualTo("0\tf\t1\ta\n");
    }

    @Test
    void half_a_surrogate_pair_is_refused() {
        for (String text : List.of("\uD83D", "a\uD83Db", "\uDE00", "\uDE00\uD83D")) {
            CopyEncoder encoder = encoder(records(row("1", text, null)), null, columns("name"));
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(() -> encoder.encode(0, 1, out))
                    .withMessageContaining("half of a surrogate pair");
        }
    }

    @Test
    void text_is_escaped_and_in_utf_8() {
        String text = "\t\n\r\\ \\. \\N \b\u000b\f~é߿ࠀ€\uFFFF😀";
        encoder(records(row("1", text, null)), null, columns("name")).encode(0, 1, out);
        assertThat(written()).isEqualTo("0\tf\t\\t\\n\\r\\\\ \\\\. \\\\N \b\u000b\f~é߿ࠀ€\uFFFF😀\n");
    }

    @Test
    void a_value_of_an_unknown_class_is_refused() {
        CopyEncoder encoder = encoder(records(row("1", new StringBuilder[0], null)), null, columns("name"));
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> encoder.encode(0, 1, out))
                .withMessageContaining(
                        "column name: a [Ljava.lang.StringBuilder; has no form in a column of this type");
    }

    private String written() {
        return new String(out.bytes(), 0, out.length(), UTF_8);
    }

    private static CopyEncoder encoder(Records records, @Nullable String deleted, List<TypedColumn> columns) {
        return new CopyEncoder(records, new DeletedFlag(records, deleted), columns, column -> true, true);
    }

    private static List<TypedColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new TypedColumn(name, ColumnType.OTHER))
                .toList();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static Records records(Object[]... rows) {
        return Records.of("p", "users", List.of("id"), new Rows(List.of("id", "name", "gone"), Arrays.asList(rows)));
    }
}
