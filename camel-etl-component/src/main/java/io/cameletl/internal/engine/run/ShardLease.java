package io.cameletl.internal.engine.run;

import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.Shard;
import java.util.Optional;

/**
 * The right of one worker to the range of a first load that it has in hand, and then to the next. Its thread takes and gives
 * back; another one renews.
 */
final class ShardLease extends Lease {
    /** The range in hand; 0 for none. */
    private volatile int number;

    /** @param worker tells it from the run's other workers */
    ShardLease(Lease run, int worker) {
        super(run, Integer.toString(worker));
    }

    /** @return empty when none is free */
    Optional<Shard.Held> take() {
        Optional<Shard.Held> held = store.shards().claim(pipeline, owner(), duration);
        regained();
        number = held.map(range -> range.shard().number()).orElse(0);
        return held;
    }

    /**
     * @param version the version that the last step left
     * @param done whether all its rows are in
     */
    void giveBack(long version, boolean done) {
        int given = number;
        if (given != 0) {
            store.shards().release(pipeline, given, owner(), version, done);
            number = 0;
        }
    }

    @Override
    boolean prolong() {
        int held = number;
        // It may have been given back just now.
        return held == 0 || store.shards().renew(pipeline, held, owner(), duration) || number != held;
    }

    @Override
    CursorMove step(CursorMove move, long rows) {
        return move.of(new Shard.Move(number, rows));
    }

    @Override
    boolean isShared() {
        return true;
    }
}
