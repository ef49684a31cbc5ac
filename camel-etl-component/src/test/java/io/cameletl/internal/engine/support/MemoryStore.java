package io.cameletl.internal.engine.support;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Action;
import io.cameletl.internal.engine.driver.ActionStore;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.ShardStore;
import io.cameletl.internal.engine.driver.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store and a target in this JVM's memory: rows and position change together, as in one transaction. */
public final class MemoryStore implements PipelineStore {
    /** Whoever does something by hand in tests. */
    public static final Actor TESTER = new Actor("tester", Actor.Way.ROUTE);

    public final List<Action> actions = new ArrayList<>();
    public final List<Object> loaded = new ArrayList<>();
    public final List<RunReport> history = new ArrayList<>();
    public Position position = new Position(0, null, Window.NONE);
    public String owner = "";
    public final List<SkippedPage> skipped = new ArrayList<>();
    public final List<RejectedRecord> rejected = new ArrayList<>();
    public BreakerState breaker = BreakerState.CLOSED;
    public boolean paused;
    public long runs;
    private long entries;
    String madeOf;

    @Override
    public synchronized Claim claim(String pipeline, String claimant, Duration lease, boolean throughBreaker) {
        if (owner.equals(claimant)) {
            return new Claim.Granted(runs, position, 0);
        }
        if (!owner.isEmpty()) {
            return new Claim.Refused(RunOutcome.BUSY, owner);
        }
        owner = claimant;
        position = new Position(position.version() + 1, position.cursor(), position.window());
        return new Claim.Granted(++runs, position, 0);
    }

    @Override
    public synchronized boolean renew(String pipeline, String holder, Duration lease, Step step) {
        return owner.equals(holder);
    }

    @Override
    public synchronized Position position(String pipeline) {
        return position;
    }

    @Override
    public synchronized PipelineStatus found(String pipeline) {
        return status(pipeline);
    }

    @Override
    public synchronized long move(CursorMove move) {
        String expected = move.owner() == null ? "" : move.owner();
        if (position.version() != move.version() || !owner.equals(expected)) {
            throw new StaleLeaseException(move.pipeline(), "version " + position.version() + ", owner " + owner, null);
        }
        skipped.removeIf(page -> move.replayed().skippedPages().contains(page.id()));
        rejected.removeIf(record -> move.replayed().rejectedRecords().contains(record.id()));
        position = new Position(
                move.version() + 1, move.cursor() == null ? position.cursor() : move.cursor(), move.window());
        return position.version();
    }

    @Override
    public synchronized boolean taken(CursorMove move) {
        return position.version() == move.version() + 1 && owner.equals(move.owner());
    }

    @Override
    public synchronized Optional<Reckoning> finish(
            String holder, RunReport run, DrainedWindow drained, boolean reckoned) {
        if (Thread.currentThread().isInterrupted()) {
            throw new EtlException(run.pipeline(), "no connection for a thread that is interrupted");
        }
        history.add(run);
        if (owner.equals(holder)) {
            owner = "";
            position = new Position(
                    position.version(), position.cursor(), drained == null ? position.window() : drained.window());
        }
        return Optional.empty();
    }

    @Override
    public synchronized String madeOf(String pipeline) {
        return madeOf;
    }

    @Override
    public synchronized boolean madeOf(String pipeline, String before, String after) {
        madeOf = after;
        return true;
    }

    @Override
    public synchronized boolean has(String pipeline) {
        return true;
    }

    @Override
    public synchronized PipelineStatus status(String pipeline) {
        return new PipelineStatus(
                pipeline,
                position,
                null,
                owner,
                null,
                paused,
                0,
                null,
                breaker,
                skipped.size(),
                rejected.size(),
                0,
                null,
                null,
                null,
                List.of(),
                null,
                null);
    }

    @Override
    public synchronized void skip(SkippedPage page, CursorMove move) {
        move(move);
        skipped.add(new SkippedPage(
                ++entries, page.runNumber(), page.after(), page.end(), page.window(), page.rows(), page.reason()));
    }

    public synchronized void reject(List<RejectedRecord> records) {
        records.forEach(record -> rejected.add(new RejectedRecord(
                ++entries, record.table(), record.key(), record.record(), record.sqlState(), record.reason())));
    }

    @Override
    public List<RejectedRecord> postponedRecords(String pipeline) {
        return List.of();
    }

    @Override
    public List<RejectedRecord> postponedRecords(String pipeline, Instant before) {
        return List.of();
    }

    @Override
    public ActionStore actions() {
        return new ActionsInMemory(this);
    }

    @Override
    public ShardStore shards() {
        return new NoShards();
    }

    @Override
    public void reject(String pipeline, String holder, List<RejectedRecord> postponed) {}

    @Override
    public synchronized List<SkippedPage> skippedPages(String pipeline) {
        return List.copyOf(skipped);
    }

    @Override
    public synchronized List<RejectedRecord> rejectedRecords(String pipeline, long after, int pageSize) {
        return rejected.stream()
                .filter(record -> record.id() > after)
                .limit(pageSize)
                .toList();
    }

    @Override
    public synchronized BreakerState breaker(String pipeline) {
        return breaker;
    }

    @Override
    public synchronized void breaker(String pipeline, BreakerState state) {
        breaker = state;
    }
}
