package io.cameletl.internal.source.query.page;

import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.records.TextRows;
import java.util.List;

/** How many bytes the rows of the last page had, by which those of the next are judged. Thread-safe. */
final class RowWidth {
    /** What a value takes more in binary than as text at most, when it is short: its length, and a number in eight bytes. */
    private static final int MORE_IN_BINARY = 12;

    private volatile double asText = Double.POSITIVE_INFINITY;
    private volatile double inBinary = Double.POSITIVE_INFINITY;

    /** @param columns how many values a row has, those of the cursor counted once more */
    void measure(List<?> rows, int columns) {
        if (rows instanceof TextRows texts && !texts.isEmpty()) {
            asText = (double) texts.bytes() / texts.size();
            inBinary = asText + (double) MORE_IN_BINARY * columns;
        } else if (rows instanceof BinaryRows unread && !unread.isEmpty()) {
            inBinary = (double) unread.bytes() / unread.size();
            asText = inBinary;
        }
    }

    /**
     * @param binary whether its rows come in binary
     * @return the same page with as few rows as are likely to have its bytes; none before the first page
     */
    LargePage of(LargePage most, boolean binary) {
        double ofRow = binary ? inBinary : asText;
        return new LargePage((int) Math.min(most.rows(), most.bytes() / ofRow), most.bytes(), most.binary());
    }
}
