package io.cameletl.internal.postgres.support;

import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep;
import io.cameletl.internal.postgres.page.TransactionStep.Kept;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of pages loaded with bad records allowed. */
public record Rejecting(PageResult written, List<RejectedRecord> given, int attempts) {
    public static Rejecting load(PostgresTargetSpec spec, int allowed, TargetData... page) {
        try (PostgresSession session = new PostgresSession(spec, "run")) {
            return load(session, allowed, page);
        }
    }

    public static Rejecting load(PostgresSession session, int allowed, TargetData... page) {
        List<RejectedRecord> given = new ArrayList<>();
        try {
            TransactionStep keep = (connection, leftOut, counts) -> {
                given.addAll(leftOut.rejected());
                return new Kept(leftOut, 0);
            };
            PageResult written = session.load(
                    new PageOrder(List.of(page), new PageLimits(allowed, 0), Map.of(), List.of(), false, keep, false));
            return new Rejecting(written, given, session.attempts());
        } catch (CommitUnknownException e) {
            throw new AssertionError(e);
        }
    }

    /** The rejected records' keys, in the order they were given. */
    public List<String> keys() {
        return given.stream().map(RejectedRecord::key).toList();
    }

    public Map<String, TableCounts> tables() {
        return written.tables();
    }

    public RejectedRecord only() {
        if (given.size() != 1) {
            throw new AssertionError("expected one reject, got " + given);
        }
        return given.get(0);
    }
}
