package io.cameletl.internal.engine.support;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The numbers 1 to {@code last}, whose cursor is the number itself. */
public final class NumberSource implements Source<Integer> {
    public final AtomicInteger asked = new AtomicInteger();
    public volatile int last;
    public volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public NumberSource(int last) {
        this.last = last;
    }

    @Override
    public ExtractResponse<Integer> extract(ExtractRequest<Integer> request) {
        asked.incrementAndGet();
        int after = request.after() == null ? 0 : request.after();
        List<Integer> rows = IntStream.rangeClosed(after + 1, Math.min(after + request.pageSize(), last))
                .boxed()
                .toList();
        if (rows.isEmpty()) {
            return ExtractResponse.drained();
        }
        int end = rows.get(rows.size() - 1);
        return new ExtractResponse<>(rows, end, end < last);
    }

    @Override
    public Instant now() {
        return now;
    }
}
