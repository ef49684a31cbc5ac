package io.cameletl.docs;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import java.util.List;

// tag::source[]
public final class FeedSource implements Source<FeedCursor> {
    /** The feed's client. */
    public interface Feed {
        List<Entry> read(long fromOffset, int most);
    }

    public record Entry(long offset, Stock stock) {}

    public record Stock(String article, int quantity) {}

    private final Feed feed;

    public FeedSource(Feed feed) {
        this.feed = feed;
    }

    @Override
    public ExtractResponse<FeedCursor> extract(ExtractRequest<FeedCursor> request) {
        long from = request.after() == null ? 0 : request.after().offset() + 1;
        List<Entry> entries = feed.read(from, request.pageSize() + 1);
        if (entries.isEmpty()) {
            return ExtractResponse.drained();
        }
        boolean hasNextPage = entries.size() > request.pageSize();
        List<Entry> page = hasNextPage ? entries.subList(0, request.pageSize()) : entries;
        FeedCursor end = new FeedCursor(page.get(page.size() - 1).offset());
        return new ExtractResponse<>(page.stream().map(Entry::stock).toList(), end, hasNextPage);
    }
}
// end::source[]
