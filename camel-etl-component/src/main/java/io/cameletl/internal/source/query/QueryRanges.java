package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.Source;
import io.cameletl.internal.engine.spec.Ranged.Boundaries;
import io.cameletl.internal.engine.spec.Ranged.Ranges;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.source.query.text.QuerySpec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query in ranges of its cursor. Where one range ends and the next begins, both compare with the same cursor
 * by the operators that {@code ORDER BY} goes by, {@code <=} and {@code >}: what is in the one is not in the other.
 */
final class QueryRanges implements Ranges<KeysetCursor> {
    private static final Log LOG = Log.of(QueryRanges.class);

    private final QuerySpec spec;
    private final QuerySource source;

    QueryRanges(QuerySpec spec, QuerySource source) {
        this.spec = spec;
        this.source = source;
    }

    /** A table that does not let itself be sampled is read in one piece. */
    @Override
    public Boundaries<KeysetCursor> divide(@Nullable KeysetCursor after, Instant beforeAt, int most, long least) {
        try {
            return source.divide(new RangeSample(
                    spec,
                    new ExtractRequest<>(spec.pipeline(), after, 1, ExtractRequest.BEGINNING, beforeAt),
                    most,
                    least));
        } catch (EtlException e) {
            if (!isRefused(e)) {
                throw e;
            }
            LOG.warn(
                    spec.pipeline(),
                    "pipeline \"{}\": the first load goes in one piece, for the source does not tell where to divide"
                            + " its rows: {}",
                    spec.pipeline(),
                    e.getMessage());
            return new Boundaries<>(List.of(), 0);
        }
    }

    /** Whether the server has something against the statement: the user may read the query, and not its table. */
    private static boolean isRefused(EtlException failure) {
        return failure.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith("42");
    }

    @Override
    public Source<KeysetCursor> upTo(KeysetCursor end) {
        return new Source<>() {
            @Override
            public ExtractResponse<KeysetCursor> extract(ExtractRequest<KeysetCursor> request) {
                return source.extract(request, end);
            }

            @Override
            public Instant now() {
                return source.now();
            }
        };
    }
}
