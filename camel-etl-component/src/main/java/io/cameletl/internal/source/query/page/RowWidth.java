package io.cameletl.internal.source.query.page;

import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.records.TextRows;
import java.util.List;

/** How many bytes the rows of the last page had, by which those of the next are judged. Thread-safe. */
final class RowWidth {
    private volatile double ofRow = Double.POSITIVE_INFINITY;

    void measure(List<?> rows) {
        if (rows instanceof TextRows texts && !texts.isEmpty()) {
            ofRow = (double) texts.bytes() / texts.size();
        }
    }

    /** @return the same page with as few rows as are likely to have its bytes; none before the first page */
    LargePage of(LargePage most) {
        return new LargePage((int) Math.min(most.rows(), most.bytes() / ofRow), most.bytes());
    }
}
