package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.engine.SourceCheck;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.source.query.QuerySource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a query before its first page, and holds the options against what it is like. */
final class QueryStart implements SourceCheck<KeysetCursor> {
    private static final Log LOG = Log.of(QueryStart.class);

    private final OptionReader read;
    private final QuerySource source;
    private final boolean rowsAreRecords;
    private volatile @Nullable String origin;
    private volatile @Nullable String statement;

    /** @param rowsAreRecords whether the query's rows are the records of the only table */
    QueryStart(OptionReader read, QuerySource source, boolean rowsAreRecords) {
        this.read = read;
        this.source = source;
        this.rowsAreRecords = rowsAreRecords;
    }

    /** @throws EtlException when the query cannot be read page by page, or an option can have no effect on it */
    @Override
    public @Nullable List<String> check(@Nullable KeysetCursor seed) {
        QuerySource.Checked query = source.check(seed);
        origin = query.origin();
        statement = query.statement();
        if (query.timeless() != null) {
            requireTime(read.options().isOpenTransactionGuard(), "openTransactionGuard", query.timeless());
            requireTime(read.options().getLookback() > 0, "lookback", query.timeless());
        }
        query.warnings().forEach(warning -> LOG.warn(read.pipeline(), "pipeline \"{}\": {}", read.pipeline(), warning));
        return rowsAreRecords ? query.columns() : null;
    }

    @Override
    public @Nullable String origin() {
        return origin;
    }

    @Override
    public @Nullable String statement() {
        return statement;
    }

    @Override
    public void checkCursor(KeysetCursor cursor) {
        source.tryCursor(cursor);
    }

    private void requireTime(boolean given, String option, String first) {
        if (given) {
            throw read.refused(option + " needs a time as the first of cursorColumns, and \"" + first
                    + "\" is none: no window bounds what is read. Put the change time first, or leave out " + option);
        }
    }
}
