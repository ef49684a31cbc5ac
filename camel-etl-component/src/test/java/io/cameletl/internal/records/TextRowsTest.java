package io.cameletl.internal.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextRowsTest {
    private static TextRows rows(@Nullable String[]... rows) {
        TextLine line = new TextLine(3);
        byte[][] lines = new byte[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            for (String text : rows[i]) {
                line.add(text == null ? null : text.getBytes(UTF_8));
            }
            lines[i] = line.end();
        }
        return new TextRows(List.of("id", "name", "gone"), new boolean[] {false, false, true}, line.nulls(), lines);
    }

    private static @Nullable String[] row(@Nullable String... texts) {
        return texts;
    }

    @Test
    void a_line_is_what_copy_writes() {
        assertThat(new String(rows(row("1", "a\tb\\N\n\r", null)).line(0), UTF_8))
                .isEqualTo("1\ta\\tb\\\\N\\n\\r\t\\N\n");
    }

    @Test
    void values_are_texts_booleans_and_null() {
        TextRows rows = rows(row("1", "", "t"), row("2", null, "f"), row("3", "\\N", null));

        assertThat(rows.get(0)).containsExactlyEntriesOf(map("1", "", true));
        assertThat(rows.get(1)).containsExactlyEntriesOf(map("2", null, false));
        assertThat(rows.get(2)).containsExactlyEntriesOf(map("3", "\\N", null));
        assertThat(rows.value(1, 2)).isEqualTo(false);
        assertThat(rows.text(1, 2)).isEqualTo("f");
    }

    @Test
    void the_escapes_of_a_server_are_read() {
        byte[] line = "1\t\\b\\f\\v\\\\\\t\tt\n".getBytes(UTF_8);
        TextRows rows =
                new TextRows(List.of("id", "name", "gone"), new boolean[3], new boolean[3], new byte[][] {line});

        assertThat(rows.text(0, 1)).isEqualTo("\b\f\u000b\\\t");
    }

    @Test
    void it_is_known_where_a_null_may_be() {
        TextRows rows = rows(row("1", "a", null), row("2", "b", "t"));

        assertThat(rows.mayBeNull(1)).isFalse();
        assertThat(rows.mayBeNull(2)).isTrue();
    }

    @Test
    void a_part_has_its_own_rows() {
        TextRows part =
                rows(row("1", "a", "t"), row("2", "b", "t"), row("3", "c", "t")).subList(1, 3);

        assertThat(part).hasSize(2);
        assertThat(part.subList(1, 2)).containsExactly(map("3", "c", true));
    }

    @Test
    void records_of_two_kinds_go_together() {
        Records lines = Records.of("p", "t", List.of("id"), rows(row("1", "a", "f")));
        Records maps = Records.of("p", "t", List.of("id"), List.of(map("2", "b", true)));

        for (Records both : List.of(lines.and(maps), maps.and(lines))) {
            assertThat(both.lines()).isNull();
            assertThat(both.size()).isEqualTo(2);
            assertThat(Arrays.asList(both.value(0, 1), both.value(1, 1))).containsExactlyInAnyOrder("a", "b");
        }
        assertThat(lines.key(0)).contains("id = ").contains("1");
    }

    @Test
    void an_escaped_nul_of_json_is_seen() {
        assertThat(rows(row("1", "\"\\u0000\"", null)).mayHoldEscapedNul()).isTrue();
        assertThat(rows(row("1", "\"\\u0001\"", null)).mayHoldEscapedNul()).isFalse();
        assertThat(rows(row("1", "u0000", null)).mayHoldEscapedNul()).isFalse();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... values) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", values[0]);
        map.put("name", values[1]);
        map.put("gone", values[2]);
        return map;
    }
}
