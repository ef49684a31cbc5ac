package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.SkippedPage;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.jdbc.SqlStates;
import java.util.List;
import java.util.function.Supplier;

/** Steps of positions in transactions of their own. A commit that got no answer may have happened: the position tells. */
final class OwnSteps {
    private final StateDatabase database;

    OwnSteps(StateDatabase database) {
        this.database = database;
    }

    /** @return the version after the step, with which the rejected records came into their ledger */
    long move(CursorMove move, List<RejectedRecord> rejected) {
        StateDatabase.Work<Long> work = state -> {
            long version = state.move(move);
            state.rejectedRecords().add(rejected);
            return version;
        };
        boolean isOneStatement = rejected.isEmpty() && move.replayed().isEmpty() && move.pass() == null;
        return answered(
                move,
                () -> isOneStatement
                        ? database.call(move.pipeline(), "move the cursor", work)
                        : database.transaction(move.pipeline(), "move the cursor", work));
    }

    /** Takes a step past a page, which comes into its ledger with it. */
    void skip(SkippedPage page, CursorMove move) {
        StateDatabase.Work<Long> work = state -> {
            long version = state.move(move);
            state.skippedPages().add(page);
            return version;
        };
        answered(move, () -> database.transaction(move.pipeline(), "skip a page", work));
    }

    /** @return whether the position is as the step leaves it */
    boolean taken(CursorMove move) {
        return database.call(move.pipeline(), "find out whether the page was committed", state -> state.taken(move));
    }

    /** Takes a step of the pipeline's own position, and keeps the ranges of its first load with it. */
    long plan(CursorMove move, List<Shard> shards) {
        StateDatabase.Work<Long> work = state -> {
            long version = state.move(move);
            state.shards().keep(shards);
            return version;
        };
        return answered(move, () -> database.transaction(move.pipeline(), "plan the first load", work));
    }

    private long answered(CursorMove move, Supplier<Long> step) {
        try {
            return step.get();
        } catch (EtlException e) {
            if (SqlStates.isConnectionLost(e) && wasTaken(move, e)) {
                return move.version() + 1;
            }
            throw e;
        }
    }

    private boolean wasTaken(CursorMove move, EtlException lost) {
        try {
            return taken(move);
        } catch (EtlException e) {
            lost.addSuppressed(e);
            return false;
        }
    }
}
