package io.cameletl.postgres;

import io.cameletl.TargetData;
import io.cameletl.pipeline.CommitUnknownException;
import io.cameletl.pipeline.RejectedRecord;
import io.cameletl.pipeline.TableCounts;
import io.cameletl.pipeline.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of pages loaded with bad records allowed. */
record Rejecting(Written written, List<RejectedRecord> given, int tries) {
    static Rejecting load(PostgresTargetSpec spec, int allowed, TargetData... page) {
        try (PostgresSession session = new PostgresTarget(spec).open("run")) {
            return load(session, allowed, page);
        }
    }

    static Rejecting load(PostgresSession session, int allowed, TargetData... page) {
        List<RejectedRecord> given = new ArrayList<>();
        try {
            TransactionStep keep = (connection, rejected) -> {
                given.addAll(rejected);
                return rejected;
            };
            Written written = session.load(List.of(page), keep, false, allowed);
            return new Rejecting(written, given, session.tries());
        } catch (CommitUnknownException e) {
            throw new AssertionError(e);
        }
    }

    /** The rejected records' keys, in the order they were given. */
    List<String> keys() {
        return given.stream().map(RejectedRecord::key).toList();
    }

    Map<String, TableCounts> tables() {
        return written.tables();
    }

    RejectedRecord only() {
        if (given.size() != 1) {
            throw new AssertionError("expected one reject, got " + given);
        }
        return given.get(0);
    }
}
