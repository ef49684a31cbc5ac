package io.cameletl.internal.engine.driver;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the ranges of first loads, each with a cursor, a version and a lease of its own. A page's step of a range is no
 * method here: it is a {@link CursorMove} with a {@link Shard.Move}, and takes the way of every step. Thread-safe; each
 * method is a transaction of its own and throws an {@link io.cameletl.EtlException} when the store cannot be reached.
 */
public interface ShardStore {
    /**
     * Takes a step of the pipeline's position, which opens its first window, and keeps the ranges with it.
     *
     * @return the version after the step
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more; nothing is kept
     */
    long plan(CursorMove move, List<Shard> shards);

    /** @return how far the first load of the pipeline has come */
    Shard.Progress progress(String pipeline);

    /**
     * Takes a range that nobody holds and that is not in. Made again by the same owner, whose answer was lost, it is the
     * same range.
     *
     * @param owner names the holder; unique to whoever loads one range after another
     * @return empty when there is none
     */
    Optional<Shard.Held> claim(String pipeline, String owner, Duration lease);

    /** @return false when the owner no longer holds the range */
    boolean renew(String pipeline, int number, String owner, Duration lease);

    /**
     * Gives a range back. Does nothing when it is another's by now.
     *
     * @param version the version that the owner's last step left
     * @param done whether all its rows are in; not kept when the range has another version
     */
    void release(String pipeline, int number, String owner, long version, boolean done);

    /**
     * Ends the first load: the pipeline's cursor is that of the last row of all ranges, its window is drained, and there are
     * no ranges any more.
     *
     * @param move the step's pipeline, owner and version
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more, or a range is not in
     */
    Position conclude(CursorMove move);

    /**
     * Gives a run its number that takes part in a first load which another run leads. No lease is taken.
     *
     * @return empty when there is no range to take
     */
    Optional<Claim.Granted> join(String pipeline);
}
