package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.driver.ShardStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps the ranges of first loads in the table {@code etl_shard}, beside the pipelines' rows. Thread-safe. */
final class JdbcShardStore implements ShardStore {
    private final StateDatabase database;
    private final OwnSteps steps;

    JdbcShardStore(StateDatabase database, OwnSteps steps) {
        this.database = database;
        this.steps = steps;
    }

    @Override
    public long plan(CursorMove move, List<Shard> shards) {
        return steps.plan(move, shards);
    }

    @Override
    public Shard.Progress progress(String pipeline) {
        return database.call(pipeline, "read how far the first load has come", state -> state.shards()
                .progress());
    }

    @Override
    public Optional<Shard.Held> claim(String pipeline, String owner, Duration lease) {
        return database.call(pipeline, "take a range of the first load", state -> state.shards()
                .claim(owner, lease));
    }

    @Override
    public boolean renew(String pipeline, int number, String owner, Duration lease) {
        return database.call(
                pipeline, "renew a range's lease", state -> state.shards().renew(number, owner, lease));
    }

    @Override
    public void release(String pipeline, int number, String owner, long version, boolean done) {
        database.call(pipeline, "give a range back", state -> state.shards().release(number, owner, version, done));
    }

    @Override
    public Position conclude(CursorMove move) {
        return database.<Optional<Position>>call(
                        move.pipeline(),
                        "end the first load",
                        state -> Optional.ofNullable(state.shards().conclude(move)))
                .orElseThrow(() -> new StaleLeaseException(
                        move.pipeline(),
                        "the first load cannot be ended: its lease is another holder's, its cursor was set by hand, or a"
                                + " range is not in. Every page that was committed stays; the next run goes on",
                        null));
    }

    @Override
    public Optional<Claim.Granted> join(String pipeline) {
        return database.call(
                pipeline, "take part in the first load", state -> state.shards().join());
    }
}
