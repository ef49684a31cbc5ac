package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.PipelineStatus;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ranges of a first load. */
@WithPostgres
class ShardsTest {
    private static final List<Shard> TWO =
            List.of(new Shard(1, null, cursor(5), 10), new Shard(2, cursor(5), null, 10));

    private JdbcPipelineStore store;
    private JdbcShardStore shards;
    private long version;

    @BeforeEach
    void planned(TestDatabase db) {
        store = store(db);
        shards = (JdbcShardStore) store.shards();
        version = shards.plan(
                new CursorMove(
                        PIPELINE, "lead", granted(store, "lead").position().version(), null, WINDOW),
                TWO);
    }

    private Shard.Held take(String owner) {
        return shards.claim(PIPELINE, owner, LEASE).orElseThrow();
    }

    private static CursorMove step(String owner, Shard.Held held, int id) {
        return move(owner, held.version(), id).of(new Shard.Move(held.shard().number(), 4));
    }

    private CursorMove end() {
        return new CursorMove(PIPELINE, "lead", version, null, WINDOW.drained());
    }

    @Test
    void each_is_given_to_one_holder_and_again_to_the_same_whose_answer_was_lost() {
        Shard.Held first = take("a");
        Shard.Held second = take("b");

        assertThat(first.shard()).isEqualTo(TWO.get(0));
        assertThat(second.shard()).isEqualTo(TWO.get(1));
        assertThat(shards.claim(PIPELINE, "c", LEASE)).isEmpty();
        assertThat(take("a").shard()).isEqualTo(TWO.get(0));
        assertThatThrownBy(() -> store.move(step("a", first, 3))).isInstanceOf(StaleLeaseException.class);
    }

    @Test
    void a_step_moves_the_range_and_not_the_pipeline() {
        Shard.Held held = take("a");
        CursorMove step = step("a", held, 3);
        assertThat(store.taken(step)).isFalse();

        assertThat(store.move(step)).isEqualTo(held.version() + 1);

        assertThat(store.taken(step)).isTrue();
        assertThat(store.position(PIPELINE))
                .returns(version, PipelineStatus.Position::version)
                .returns(null, PipelineStatus.Position::cursor);
        assertThat(shards.progress(PIPELINE)).isEqualTo(new Shard.Progress(2, 0, 4, 0.2, 0));
        assertThat(store.status(PIPELINE).firstLoad()).isEqualTo(new PipelineStatus.FirstLoad(2, 0, 4, 20));
    }

    @Test
    void a_holder_whose_lease_ran_out_or_went_to_another_can_step_no_more(TestDatabase db) {
        Shard.Held held = take("a");
        db.execute("update etl_shard set lease_until = clock_timestamp() - interval '1 s' where number = 1");

        assertThatThrownBy(() -> store.move(step("a", held, 3)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("range 1 of the first load: its lease ran out");
        assertThat(shards.renew(PIPELINE, 1, "a", LEASE)).isFalse();
        assertThat(take("b").shard().number()).isEqualTo(1);
        assertThatThrownBy(() -> store.move(step("a", held, 3)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("b holds it until");
        shards.release(PIPELINE, 1, "a", held.version(), true);
        assertThat(shards.progress(PIPELINE).done()).isZero();
    }

    @Test
    void a_range_is_done_only_at_the_version_of_its_last_step() {
        Shard.Held held = take("a");
        store.move(step("a", held, 3));

        shards.release(PIPELINE, 1, "a", held.version(), true);

        Shard.Held again = take("b");
        assertThat(again.shard().number()).isEqualTo(1);
        assertThat(again.cursor()).isEqualTo(cursor(3));
        shards.release(PIPELINE, 1, "b", again.version(), true);
        assertThat(shards.progress(PIPELINE)).isEqualTo(new Shard.Progress(2, 1, 4, 0.5, 0));
    }

    @Test
    void the_load_ends_once_every_range_is_done_and_under_the_lease_alone(TestDatabase db) {
        Shard.Held first = take("a");
        Shard.Held second = take("b");
        store.move(step("b", second, 9));
        shards.release(PIPELINE, 2, "b", second.version() + 1, true);
        assertThatThrownBy(() -> shards.conclude(end())).isInstanceOf(StaleLeaseException.class);
        store.move(step("a", first, 3));
        shards.release(PIPELINE, 1, "a", first.version() + 1, true);
        expire(db);
        assertThatThrownBy(() -> shards.conclude(end())).isInstanceOf(StaleLeaseException.class);
        version = granted(store, "lead").position().version();

        assertThat(shards.conclude(end()))
                .isEqualTo(new PipelineStatus.Position(version + 1, cursor(9), WINDOW.drained()));

        assertThat(db.count("etl_shard")).isZero();
        assertThat(store.taken(end())).isTrue();
        assertThat(store.status(PIPELINE).firstLoad()).isNull();
        assertThat(shards.join(PIPELINE)).isEmpty();
    }

    @Test
    void others_take_part_as_long_as_somebody_leads_and_there_is_a_range_to_take(TestDatabase db) {
        Claim.Granted joined = shards.join(PIPELINE).orElseThrow();
        assertThat(joined.runNumber()).isEqualTo(2);
        assertThat(joined.position().window()).isEqualTo(WINDOW);
        assertThat(granted(store, "lead").runNumber()).as("claimed again").isEqualTo(1);
        take("a");
        take("b");
        assertThat(shards.join(PIPELINE)).isEmpty();
        db.execute("update etl_shard set lease_until = null");
        store.actions().pause(PIPELINE, true, TESTER);
        assertThat(shards.join(PIPELINE)).isEmpty();
        store.actions().pause(PIPELINE, false, TESTER);
        expire(db);
        assertThat(shards.join(PIPELINE)).isEmpty();
        assertThat(granted(store, "next").runNumber()).isEqualTo(3);
    }

    @Test
    void a_seek_removes_them_and_no_step_comes_after_it(TestDatabase db) {
        Shard.Held held = take("a");

        store.actions().seek(PIPELINE, cursor(1), TESTER);

        assertThat(db.count("etl_shard")).isZero();
        assertThatThrownBy(() -> store.move(step("a", held, 3)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("it is not there any more");
        assertThatThrownBy(() -> shards.conclude(end())).isInstanceOf(StaleLeaseException.class);
    }
}
