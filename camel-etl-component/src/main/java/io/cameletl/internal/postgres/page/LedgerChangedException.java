package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;

/** A page's turn has come, and records wait with which it was not joined. Nothing was written. */
final class LedgerChangedException extends EtlException {
    private static final long serialVersionUID = 1L;

    LedgerChangedException(String pipeline) {
        super(pipeline, "records wait that this page is to be joined with; nothing of it was written", null);
    }
}
