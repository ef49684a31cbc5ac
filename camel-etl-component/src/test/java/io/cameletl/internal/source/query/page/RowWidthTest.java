package io.cameletl.internal.source.query.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.values.WireTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowWidthTest {
    private static final LargePage MOST = new LargePage(1_000, 840);

    private final RowWidth width = new RowWidth();

    @Test
    void nothing_is_known_before_the_first_page() {
        assertThat(width.of(MOST, false).rows()).isZero();
        assertThat(width.of(MOST, true).rows()).isZero();
    }

    @Test
    void short_values_are_wider_in_binary() {
        byte[] line = "1\t2\t3\n".getBytes(StandardCharsets.US_ASCII);
        width.measure(new TextRows(List.of("a", "b", "c"), new boolean[3], new boolean[3], new byte[][] {line}), 3);

        assertThat(width.of(MOST, false).rows()).isEqualTo(840 / 6);
        assertThat(width.of(MOST, true).rows()).isEqualTo(840 / (6 + 3 * 12));
    }

    @Test
    void a_page_in_binary_says_how_wide_its_rows_are() {
        byte[][] rows = {new byte[20], new byte[40]};
        width.measure(new BinaryRows(List.of("a"), WireTypes.NONE, rows, new int[2], new int[] {9, 9}), 2);

        assertThat(width.of(MOST, true).rows()).isEqualTo(840 / 30);
        assertThat(width.of(new LargePage(7, 840), true).rows()).isEqualTo(7);
    }
}
