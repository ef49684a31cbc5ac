package io.cameletl.guarantees.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One kill, and what must hold after it: nothing lost, nothing twice, nothing left over, nothing stuck. */
public final class KillRound {
    public final Step step;
    public final Variant variant;
    private final Users users;
    private final TestDatabase source;
    private final TestDatabase target;
    private final Versions versions;
    private final Books books;

    public KillRound(Users users, TestDatabase source, TestDatabase target, Step step, Variant variant) {
        this.users = users;
        this.source = source;
        this.target = target;
        this.step = step;
        this.variant = variant;
        this.versions = new Versions(source, target, variant.strategy);
        this.books = new Books(source, target, variant, versions);
    }

    /** @return the moment of the step at which to kill, from 1: drawn from all that a run without a kill has */
    public int prepare() throws Exception {
        reset();
        Moments dry = new Moments(null, 0, variant.unanswered, Moments.NOTHING);
        try (Etl etl = etl(dry, false)) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }
        int moments = dry.count(step);
        assertThat(moments).as("moments of %s in %s", step, variant).isPositive();
        reset();
        return 1 + (int) (variant.place * moments);
    }

    public String options(boolean healed) {
        return variant.options(healed);
    }

    private void reset() {
        books.heal();
        users.reset(variant.pages);
        versions.reset();
        books.spoil();
    }

    /** The pipeline as declared, its connections and transform watched. */
    public Etl etl(Moments moments, boolean healed) throws Exception {
        FaultyDataSource from = new FaultyDataSource(source.dataSource());
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        from.arm(moments.atSource());
        to.armEach(moments.atTarget());
        return new Etl(from, to, Users.PIPELINE)
                .bind("poisonable", new WatchedSplit(moments.atTransform(), false))
                .bind("healed", new WatchedSplit(moments.atTransform(), true))
                .bind("poisonableKept", new WatchedSplit(moments.atTransform(), false, true))
                .bind("healedKept", new WatchedSplit(moments.atTransform(), true, true))
                .route(options(healed));
    }

    /**
     * Checks what the kill left, lets the next runs do the rest, and checks that they have.
     *
     * @param survivor the killed run's process; null when it is gone
     */
    public void settle(@Nullable Etl survivor, boolean goodMaySkip) throws Exception {
        books.assertPagesAndCursorTogether(goodMaySkip);
        Map<String, Object> left = position();
        assertThat(left.get("passed"))
                .as("rows behind the window's start that were not read")
                .isIn(0L, null);
        users.letLeaseRunOut();
        if (variant.changes) {
            books.change();
        }
        try (Etl next = survivor == null ? etl(quiet(), false) : survivor) {
            drain(next);
            if (Boolean.TRUE.equals(left.get("open"))) {
                assertThat(position()).containsEntry("before_at", left.get("before_at"));
            }
            assertNothingLeft();
            drain(next);
        }
        books.assertAllButLedgered(goodMaySkip);
        assertNothingStuck();
    }

    /** After a replay that may have been killed: one more brings all in, and a change arrives as ever. */
    public void complete() throws Exception {
        users.letLeaseRunOut();
        try (Etl etl = etl(quiet(), true)) {
            assertThat(etl.replay()).returns(RunOutcome.DRAINED, RunReport::outcome);
            books.assertAll();
            assertNothingLeft();
            assertNothingStuck();
            users.change();
            assertThat(etl.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns(1L, RunReport::rows);
        }
        assertNothingLeft();
    }

    /** @return whether there is anything to replay */
    public boolean heal() {
        books.heal();
        return target.count("etl_skipped_page") + target.count("etl_rejected_record") > 0;
    }

    private static Moments quiet() {
        return new Moments(null, 0, 0, Moments.NOTHING);
    }

    private static void drain(Etl etl) {
        assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
    }

    private void assertNothingLeft() {
        users.assertNoStagingLeft("u");
        users.assertNoStagingLeft("t");
        Awaitility.await("advisory locks given back")
                .until(() -> target.count("pg_locks where locktype = 'advisory' and database ="
                                + " (select oid from pg_database where datname = current_database())")
                        == 0);
    }

    private void assertNothingStuck() {
        assertThat(position())
                .containsEntry("open", false)
                .containsEntry("at_end", true)
                .containsEntry("held", false)
                .containsEntry("paused", false)
                .containsEntry("consecutive_failures", 0)
                .containsEntry("breaker_state", "CLOSED");
    }

    /** Where the pipeline stands; all null when it never began. */
    private Map<String, Object> position() {
        boolean begun = target.value("select to_regclass('etl_pipeline') is not null");
        List<Map<String, Object>> rows = !begun
                ? List.of()
                : target.query(
                        """
                        select from_at, before_at, before_at > from_at as open, (cursor ->> 'id')::bigint as id,
                               (cursor ->> 'updated_at')::timestamptz as at,
                               lease_owner is not null or lease_until is not null as held, paused,
                               consecutive_failures, breaker_state
                        from etl_pipeline
                        """);
        if (rows.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> position = new HashMap<>(rows.get(0));
        Object id = position.get("id");
        position.put(
                "at_end",
                id != null
                        && id.equals(source.value("select id from users order by updated_at desc, id desc limit 1")));
        position.put(
                "passed",
                position.get("from_at") == null
                        ? 0L
                        : source.<Long>value(
                                "select count(*) from users where updated_at < ? and (updated_at, id) >"
                                        + " (coalesce(?::timestamptz, '-infinity'), coalesce(?::bigint, 0))",
                                position.get("from_at"),
                                position.get("at"),
                                id));
        return position;
    }
}
