package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.StagingHook;
import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.support.OneConnection;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithPostgres
class StagingTest {
    private static final String STAGING =
            "select count(*) from pg_class where relkind = 'r' and relname like 'etl\\_%'";

    @BeforeEach
    void createTable(TestDatabase db) {
        db.execute("create table t (id int primary key, a text check (a <> 'bad'))");
    }

    @ParameterizedTest
    @EnumSource(StagingKind.class)
    void one_table_serves_all_pages_with_the_same_columns(StagingKind kind, TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = session(log, kind, null, false, "run")) {
            load(session, data("t", "id a", record(1, "x"), record(2, "x")));
            assertThat(load(session, data("t", "id a", record(2, "x"), record(3, "y"))))
                    .containsEntry("t", counts(2, 1, 0, 0, 1));
            assertThat(load(session, data("t", "id", record(4)))).containsEntry("t", counts(1, 1, 0, 0, 0));
            assertThat(log.statements().stream().filter(sql -> sql.startsWith("CREATE")))
                    .hasSize(2);
        }
        assertThat(db.<Long>value(STAGING)).isZero();
    }

    @ParameterizedTest
    @EnumSource(StagingKind.class)
    void a_hook_creates_the_table(StagingKind kind, TestDatabase db) {
        List<String> created = new ArrayList<>();
        StagingHook hook = input -> {
            try (Statement statement = input.connection().createStatement()) {
                statement.execute(input.createStatement());
                statement.execute("alter table " + input.stagingTable() + " add extra text default 'e'");
            }
            created.add(input.table() + input.columns());
        };
        try (PostgresSession session = session(db.dataSource(), kind, hook, false, "run")) {
            load(session, data("t", "id a", record(1, "x")));
        }
        assertThat(created).containsExactly("t[id, a]");
        assertThat(db.count("t")).isOne();
        assertThat(db.<Long>value(STAGING)).isZero();
    }

    @Test
    void temporary_staging_holds_the_records_of_one_page_and_does_not_grow(TestDatabase db) {
        List<Long> staged = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        CommitFunction looking = input -> {
            staged.add(number(input.connection(), "select count(*) from " + input.stagingTable("t")));
            bytes.add(number(
                    input.connection(), "select pg_total_relation_size('" + input.stagingTable("t") + "'::regclass)"));
        };
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        String text = Base64.getEncoder().encodeToString(noise);
        PostgresTargetSpec target = new PostgresTargetSpec(
                "p", db.dataSource(), List.of(table("t")), StagingKind.TEMP, null, looking, null, false);
        try (PostgresSession session = new PostgresSession(target, "run")) {
            for (int page = 0; page < 16; page++) {
                load(session, data("t", "id a", record(1, text), record(2, text), record(3, "x")));
                load(session);
                load(session, data("t", "id a", record(4, "x")));
            }
        }
        assertThat(staged).hasSize(48).containsOnly(3L, 0L, 1L);
        // 13 MB have gone through it.
        assertThat(bytes).allMatch(size -> size < 8_000_000);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void a_hooks_table_is_emptied_whatever_the_hook_has_put_on_it(TestDatabase db) {
        StagingHook keeping = input -> {
            try (Statement statement = input.connection().createStatement()) {
                statement.execute(input.createStatement());
                statement.execute(
                        "create function keep() returns trigger language plpgsql as 'begin return null; end'");
                statement.execute("create trigger keep before delete on " + input.stagingTable()
                        + " for each row execute function keep()");
            }
        };
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, keeping, false, "run")) {
            load(session, data("t", "id a", record(1, "x"), record(2, "x")));
            db.execute("update t set a = 'theirs'");
            assertThat(load(session, data("t", "id a", record(2, "y")))).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
        assertThat(db.<String>value("select string_agg(a, ' ' order by id) from t"))
                .isEqualTo("theirs y");
    }

    @Test
    void unlogged_staging_of_a_crashed_run_is_dropped_by_the_next_but_not_that_of_a_live_one(TestDatabase db)
            throws Exception {
        try (Connection crashing = db.connect()) {
            load(
                    session(OneConnection.pool(crashing), StagingKind.UNLOGGED, null, false, "crashed"),
                    data("t", "id a", record(1, "x")));
        }
        Awaitility.await()
                .until(() -> db.<Long>value("select count(*) from pg_locks where locktype = 'advisory'") == 0);
        assertThat(db.<Long>value(STAGING)).isOne();
        try (PostgresSession live = session(db.dataSource(), StagingKind.UNLOGGED, null, false, "live")) {
            load(live, data("t", "id a", record(2, "x")));
            assertThat(db.<Long>value(STAGING)).isOne();
            try (PostgresSession next = session(db.dataSource(), StagingKind.UNLOGGED, null, false, "next")) {
                load(next, data("t", "id a", record(3, "x")));
                assertThat(db.<Long>value(STAGING)).isEqualTo(2);
            }
            load(live, data("t", "id a", record(4, "x")));
        }
        assertThat(db.<Long>value(STAGING)).isZero();
        assertThat(db.count("t")).isEqualTo(4);
    }

    @Test
    void a_session_without_a_page_clears_unlogged_staging_of_a_crashed_one_away(TestDatabase db) throws Exception {
        try (Connection crashing = db.connect()) {
            load(
                    session(OneConnection.pool(crashing), StagingKind.UNLOGGED, null, false, "crashed"),
                    data("t", "id a", record(1, "x")));
        }
        Awaitility.await()
                .until(() -> db.<Long>value("select count(*) from pg_locks where locktype = 'advisory'") == 0);
        assertThat(db.<Long>value(STAGING)).isOne();

        try (PostgresSession idle = session(db.dataSource(), StagingKind.UNLOGGED, null, false, "idle")) {
            idle.clear();
        }

        assertThat(db.<Long>value(STAGING)).isZero();
    }

    @Test
    void unlogged_staging_of_a_failed_load_is_kept_until_one_succeeds(TestDatabase db) {
        for (String run : List.of("one", "two")) {
            try (PostgresSession failing = session(db.dataSource(), StagingKind.UNLOGGED, null, true, run)) {
                assertThatThrownBy(() -> load(failing, data("t", "id a", record(1, "bad"))))
                        .isInstanceOf(EtlException.class);
            }
        }
        assertThat(db.<Long>value(STAGING)).isEqualTo(2);
        String kept = db.value("select max(relname::text) from pg_class where relname like 'etl\\_%'");
        assertThat(db.<String>value("select a from \"" + kept + "\"")).isEqualTo("bad");

        try (PostgresSession mended = session(db.dataSource(), StagingKind.UNLOGGED, null, false, "three")) {
            load(mended, data("t", "id a", record(1, "good")));
            assertThat(db.<Long>value(STAGING)).isOne();
        }
        assertThat(db.<Long>value(STAGING)).isZero();
    }

    @Test
    void rows_lost_from_unlogged_staging_stop_the_load(TestDatabase db) {
        FaultyDataSource crashing = new FaultyDataSource(db.dataSource());
        int[] commits = {0};
        crashing.arm((sql, when) -> {
            if (sql.equals("COMMIT") && when == When.AFTER && commits[0]++ == 0) {
                db.execute("truncate "
                        + db.value("select max(oid)::regclass::text from pg_class where relname like 'etl%'"));
            }
        });
        try (PostgresSession session = session(crashing, StagingKind.UNLOGGED, null, false, "run")) {
            TargetData page = data("t", "id a", record(1, "x"), record(2, "x"));
            assertThatThrownBy(() -> load(session, page))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("holds 0 of the 2 records")
                    .matches(EtlException::isTransient, "may pass");
            assertThat(load(session, page)).containsEntry("t", counts(2, 2, 0, 0, 0));
        }
    }

    @Test
    void a_hook_that_fails_is_named_with_its_pipeline(TestDatabase db) {
        StagingHook failing = input -> {
            throw new IOException("no template");
        };
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, failing, false, "run")) {
            assertThatThrownBy(() -> load(session, data("t", "id a", record(1, "x"))))
                    .isInstanceOf(EtlException.class)
                    .hasMessage(
                            "pipeline \"p\": the staging hook failed, nothing of the page was written:"
                                    + " java.io.IOException: no template. Correct it, or what it was given; the page comes again")
                    .hasRootCauseMessage("no template");
        }
    }

    @Test
    void rows_that_a_hook_keeps_out_of_staging_stop_the_load(TestDatabase db) {
        StagingHook losing = input -> {
            try (Statement statement = input.connection().createStatement()) {
                statement.execute(input.createStatement());
                statement.execute(
                        "create function lose() returns trigger language plpgsql as 'begin return null; end'");
                statement.execute("create trigger lose before insert on " + input.stagingTable()
                        + " for each row execute function lose()");
            }
        };
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, losing, false, "run")) {
            assertThatThrownBy(() -> load(session, data("t", "id a", record(1, "x"))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("took 0 of 1 records");
        }
    }

    private static PostgresSession session(
            DataSource dataSource, StagingKind kind, @Nullable StagingHook hook, boolean keep, String run) {
        return new PostgresSession(
                new PostgresTargetSpec("p", dataSource, List.of(table("t")), kind, hook, null, null, keep), run);
    }
}
