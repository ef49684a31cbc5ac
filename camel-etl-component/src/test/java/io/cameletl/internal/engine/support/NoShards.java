package io.cameletl.internal.engine.support;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.driver.ShardStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store in which no first load is under way, and none can be begun. */
final class NoShards implements ShardStore {
    @Override
    public long plan(CursorMove move, List<Shard> shards) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Shard.Progress progress(String pipeline) {
        return new Shard.Progress(0, 0, 0, 0, 0);
    }

    @Override
    public Optional<Shard.Held> claim(String pipeline, String owner, Duration lease) {
        return Optional.empty();
    }

    @Override
    public boolean renew(String pipeline, int number, String owner, Duration lease) {
        return false;
    }

    @Override
    public void release(String pipeline, int number, String owner, long version, boolean done) {}

    @Override
    public Position conclude(CursorMove move) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Claim.Granted> join(String pipeline) {
        return Optional.empty();
    }
}
