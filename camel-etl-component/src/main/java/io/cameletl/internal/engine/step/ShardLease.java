package io.cameletl.internal.engine.step;

import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.driver.ShardStore;
import java.time.Duration;
import java.util.Optional;

/**
 * The right of one worker to the range of a first load that it has in hand, and then to the next. Its thread takes and gives
 * back; another one renews.
 */
public final class ShardLease {
    private final ShardStore store;
    private final String pipeline;
    private final String owner;
    private final Duration duration;

    /** The range in hand; 0 for none. */
    private volatile int number;

    /** @param owner tells the worker from all others */
    ShardLease(ShardStore store, String pipeline, String owner, Duration duration) {
        this.store = store;
        this.pipeline = pipeline;
        this.owner = owner;
        this.duration = duration;
    }

    /** @return empty when none is free */
    public Optional<Shard.Held> take() {
        Optional<Shard.Held> held = store.claim(pipeline, owner, duration);
        number = held.map(range -> range.shard().number()).orElse(0);
        return held;
    }

    /**
     * @param version the version that the last step left
     * @param done whether all its rows are in
     */
    public void giveBack(long version, boolean done) {
        int given = number;
        if (given != 0) {
            store.release(pipeline, given, owner, version, done);
            number = 0;
        }
    }

    /** @return false when the range in hand is another's by now */
    boolean prolong() {
        int held = number;
        // It may have been given back just now.
        return held == 0 || store.renew(pipeline, held, owner, duration) || number != held;
    }

    /**
     * @param rows source rows of the page
     * @return the step as one of the range in hand
     */
    CursorMove step(CursorMove move, long rows) {
        return move.of(new Shard.Move(number, rows));
    }
}
