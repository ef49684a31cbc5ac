package io.cameletl.camel;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.source.OpenTransactions;
import java.time.Instant;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** A source whose windows end before the oldest transaction still open. */
final class GuardedSource<C> extends ServiceSupport implements Source<C> {
    private final Source<C> source;
    private final OpenTransactions transactions;

    GuardedSource(Source<C> source, OpenTransactions transactions) {
        this.source = source;
        this.transactions = transactions;
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        return source.extract(request);
    }

    @Override
    public Instant now() throws Exception {
        return source.now();
    }

    @Override
    public Instant settled(Instant end) throws Exception {
        return transactions.before(source.settled(end));
    }

    @Override
    public void checkComplete() throws Exception {
        source.checkComplete();
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(source);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(source);
    }
}
