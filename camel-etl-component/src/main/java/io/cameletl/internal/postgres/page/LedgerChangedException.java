package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.util.List;

/** A page's turn has come, and other records are postponed than those that it was joined with. Nothing was written. */
final class LedgerChangedException extends EtlException {
    private static final long serialVersionUID = 1L;

    private final transient List<RejectedRecord> ledger;

    LedgerChangedException(String pipeline, List<RejectedRecord> ledger) {
        super(
                pipeline,
                "the postponed records change faster than this page can be loaded with them; nothing of it was written."
                        + " Load it again, with fewer consumers at once",
                null);
        this.ledger = ledger;
    }

    /** @return the postponed records now */
    List<RejectedRecord> ledger() {
        return ledger;
    }
}
