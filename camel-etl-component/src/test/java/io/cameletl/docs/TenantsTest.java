package io.cameletl.docs;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.rejected;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static io.cameletl.internal.postgres.state.support.Given.skipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two teams, each with a role of its own, share the state tables: row-level security keeps them apart. */
@WithPostgres
class TenantsTest {
    private final String one = "etl_one_" + UUID.randomUUID().toString().replace("-", "");
    private final String other = "etl_other_" + UUID.randomUUID().toString().replace("-", "");
    private TestDatabase db;

    @BeforeEach
    void two_roles(TestDatabase target) throws Exception {
        db = target;
        new JdbcPipelineStore(db.dataSource(), "etl_state", true).has("nobody");
        db.execute(Snippets.resource("sql/tenants.sql"));
        for (String role : List.of(one, other)) {
            db.execute(
                    "create role " + role,
                    "grant usage on schema etl_state to " + role,
                    "grant select, insert, update, delete on all tables in schema etl_state to " + role);
        }
    }

    @AfterEach
    void drop() {
        for (String role : List.of(one, other)) {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void each_works_with_pipelines_of_its_own() {
        for (String role : List.of(one, other)) {
            JdbcPipelineStore store = store(role);
            String pipeline = role + ".orders";
            assertThatCode(() -> store.check(pipeline, false)).doesNotThrowAnyException();
            assertThat(store.claim(pipeline, "me", LEASE, false)).isInstanceOf(Claim.Granted.class);
            long version = store.position(pipeline).version();
            store.skip(skipped(cursor(1), cursor(2)), new CursorMove(pipeline, "me", version, cursor(2), WINDOW));
            store.move(new CursorMove(pipeline, "me", version + 1, cursor(3), WINDOW), List.of(rejected("1")));

            assertThat(store.status(pipeline).rejectedRecords()).isOne();
            assertThat(store.skippedPages(pipeline)).hasSize(1);
        }
        assertThat(db.count("etl_state.etl_pipeline")).isEqualTo(2);
    }

    @Test
    void neither_can_read_change_or_stop_those_of_the_other() {
        String pipeline = one + ".orders";
        JdbcPipelineStore mine = store(one);
        mine.claim(pipeline, "me", LEASE, false);
        mine.move(
                new CursorMove(pipeline, "me", mine.position(pipeline).version(), cursor(3), WINDOW),
                List.of(rejected("1")));
        String before = db.query("select * from etl_state.etl_pipeline").toString();

        JdbcPipelineStore theirs = store(other);
        assertThat(theirs.has(pipeline)).isFalse();
        assertThat(theirs.skippedPages(pipeline)).isEmpty();
        assertThat(theirs.rejectedRecords(pipeline, 0, 10)).isEmpty();
        assertThat(theirs.status(pipeline).position().cursor()).isNull();
        assertThat(theirs.renew(pipeline, "me", LEASE, Given.STEP)).isFalse();
        assertThatThrownBy(() -> theirs.claim(pipeline, "they", LEASE, false)).isInstanceOf(EtlException.class);
        assertThatThrownBy(() -> theirs.actions().seek(pipeline, cursor(9), TESTER))
                .isInstanceOf(EtlException.class);
        assertThatThrownBy(() -> theirs.actions().pause(pipeline, true, TESTER)).isInstanceOf(EtlException.class);
        assertThatThrownBy(() -> theirs.position(pipeline)).isInstanceOf(EtlException.class);
        theirs.actions().adopt(pipeline, TESTER);

        assertThat(db.query("select * from etl_state.etl_pipeline").toString()).isEqualTo(before);
        assertThat(db.count("etl_state.etl_rejected_record")).isOne();
        assertThat(db.count("etl_state.etl_run")).isZero();
    }

    private JdbcPipelineStore store(String role) {
        return new JdbcPipelineStore(sessions(db, "-c role=" + role), "etl_state", false);
    }
}
