package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.Shard;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ranges of a pipeline's first load: their positions and leases. By the database's clock. */
final class ShardRows {
    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    ShardRows(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    /** Takes the place of whatever ranges there are. */
    void keep(List<Shard> shards) throws SQLException {
        clear();
        for (Shard shard : shards) {
            int added = sql.apply(StateSql.Name.SHARD_PLAN)
                    .text(pipeline)
                    .number(shard.number())
                    .text(type(shard))
                    .json(json(shard.after()))
                    .json(json(shard.end()))
                    .number(shard.expected())
                    .update();
            StateErrors.requireAll(pipeline, "etl_shard", 1, added);
        }
    }

    /** @return how many ranges there were */
    int clear() throws SQLException {
        return of(StateSql.Name.SHARD_CLEAR).update();
    }

    Optional<Shard.Held> claim(String owner, Duration lease) throws SQLException {
        return Optional.ofNullable(of(StateSql.Name.SHARD_CLAIM)
                .text(owner)
                .seconds(lease)
                .first(row -> new Shard.Held(
                        new Shard(row.integer(1), row.cursor(3, 4), row.cursor(3, 5), row.number(7)),
                        row.cursor(3, 6),
                        row.number(2))));
    }

    boolean renew(int number, String owner, Duration lease) throws SQLException {
        return sql.apply(StateSql.Name.SHARD_RENEW)
                        .seconds(lease)
                        .text(pipeline)
                        .number(number)
                        .text(owner)
                        .update()
                == 1;
    }

    /** @return the version after the step */
    long move(CursorMove move, Shard.Move shard) throws SQLException {
        Long version = of(StateSql.Name.SHARD_MOVE)
                .number(shard.number())
                .number(move.version())
                .text(move.owner())
                .json(json(move.cursor()))
                .number(shard.rows())
                .first(row -> row.number(1));
        if (version == null) {
            throw new StaleLeaseException(
                    pipeline,
                    "range " + shard.number() + " of the first load: " + holder(move, shard)
                            + ". Nothing of this page was written; whoever takes the range goes on from its last committed"
                            + " page",
                    null);
        }
        return version;
    }

    private String holder(CursorMove move, Shard.Move shard) throws SQLException {
        String holder = of(StateSql.Name.SHARD_HOLDER).number(shard.number()).first(row -> {
            String owner = String.valueOf(row.optional(2));
            if (!owner.equals(move.owner())) {
                return row.truth(4) ? owner + " holds it until " + row.time(3) : "the lease of this run was ended";
            }
            return row.number(1) == move.version()
                    ? "its lease ran out at " + row.time(3) + ", before the page was ready"
                    : "this page starts from version " + move.version() + ", the store is at " + row.number(1);
        });
        return Objects.requireNonNullElse(
                holder, "it is not there any more: the cursor was set by hand, or the first load has ended");
    }

    boolean taken(CursorMove move, Shard.Move shard) throws SQLException {
        Boolean taken = sql.apply(StateSql.Name.SHARD_TAKEN)
                .number(move.version())
                .text(move.owner())
                .text(pipeline)
                .number(shard.number())
                .first(row -> row.truth(1));
        return taken != null && taken;
    }

    int release(int number, String owner, long version, boolean done) throws SQLException {
        return of(StateSql.Name.SHARD_RELEASE)
                .number(number)
                .text(owner)
                .number(version)
                .truth(done)
                .update();
    }

    Shard.Progress progress() throws SQLException {
        return Objects.requireNonNull(of(StateSql.Name.SHARD_PROGRESS)
                .text(pipeline)
                .first(row -> new Shard.Progress(
                        row.integer(1),
                        row.integer(2),
                        row.number(3),
                        Objects.requireNonNullElse(row.fraction(4), 0.0),
                        row.number(5))));
    }

    /** @return null when the step cannot be taken */
    @Nullable
    Position conclude(CursorMove move) throws SQLException {
        return of(StateSql.Name.SHARD_CONCLUDE)
                .number(move.version())
                .text(move.owner())
                .first(row -> row.position(1));
    }

    Optional<Claim.Granted> join() throws SQLException {
        return Optional.ofNullable(of(StateSql.Name.SHARD_JOIN)
                .first(row -> new Claim.Granted(row.number(1), row.position(2), row.number(7))));
    }

    /** All its cursors are of one type. */
    private static String type(Shard shard) {
        StoredCursor cursor = shard.end() == null ? shard.after() : shard.end();
        return Objects.requireNonNull(cursor, "a range has a bound").type();
    }

    private static @Nullable String json(@Nullable StoredCursor cursor) {
        return cursor == null ? null : cursor.json();
    }

    /** A statement whose first value is the pipeline. */
    private StateStatement of(StateSql.Name name) {
        return sql.apply(name).text(pipeline);
    }
}
