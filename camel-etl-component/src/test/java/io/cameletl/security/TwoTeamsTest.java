package io.cameletl.security;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two teams in one database, both with CREATE in it and in the schema of the target tables, and unlogged staging. */
@WithPostgres
@Tag("slow")
class TwoTeamsTest {
    private static final String DENIED = "42501";

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final String one = "etl_one_" + id;
    private final String other = "etl_other_" + id;
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void teams(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create table orders (id bigint primary key, updated_at timestamptz not null)",
                "insert into orders select i, timestamptz '2026-01-01 12:00Z' + i * interval '1 second'"
                        + " from generate_series(1, 6) i");
        for (String team : List.of(one, other)) {
            target.execute(
                    "create role " + team,
                    "grant create, temporary on database " + target.name() + " to " + team,
                    "grant usage, create on schema public to " + team,
                    "create table public.orders_" + team + " (id bigint primary key, updated_at timestamptz not null)",
                    "grant select, insert, update, delete on public.orders_" + team + " to " + team);
        }
    }

    @AfterEach
    void drop() {
        for (String team : List.of(one, other)) {
            target.execute("drop owned by " + team + " cascade", "drop role " + team);
        }
    }

    private EtlContext pipeline(String team, PipelineListener listener) throws Exception {
        return new EtlContext(source, target)
                .bind("team", sessions(target, "-c role=" + team))
                .bind("listener", listener)
                .route(
                        "orders",
                        "query=RAW(select * from orders)&sourceDataSource=#source&cursorColumns=updated_at,id&pageSize=2"
                                + "&dataSource=#team&stateSchema=state_" + team + "&staging=unlogged&consistencyDelay=0"
                                + "&tables=public.orders_" + team);
    }

    @Test
    void neither_can_read_change_or_stop_the_pipelines_of_the_other() throws Exception {
        List<String> done = new ArrayList<>();
        List<String> attempts = new ArrayList<>();
        try (EtlContext theirs = pipeline(other, new PipelineListener() {});
                EtlContext ours = pipeline(one, new PipelineListener() {
                    @Override
                    public void pageCommitted(PageReport page) {
                        if (page.page() == 2) {
                            attacks().forEach(attack -> {
                                attempts.add(attack);
                                if (!isDenied(attack)) {
                                    done.add(attack);
                                }
                            });
                            assertThat(theirs.run("orders").rows())
                                    .as("a pipeline of the same name, at the same time")
                                    .isEqualTo(6);
                        }
                    }
                })) {
            assertThat(ours.run("orders").rows()).isEqualTo(6);
        }

        assertThat(done).isEmpty();
        assertThat(attempts).hasSizeGreaterThan(60).anyMatch(attack -> attack.startsWith("drop table etl_"));
        for (String team : List.of(one, other)) {
            assertThat(target.count("public.orders_" + team)).isEqualTo(6);
            assertThat(target.count("state_" + team + ".etl_pipeline where paused"))
                    .isZero();
            assertThat(target.count("state_" + team + ".etl_run")).isOne();
        }
    }

    /** Whatever can be done to a table, a schema and a session, to each of the one team's. */
    private List<String> attacks() {
        List<String> attacks = new ArrayList<>();
        target
                .query(
                        "select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                                + " where c.relkind = 'r' and (n.nspname = 'state_" + one + "' or c.relname = 'orders_"
                                + one
                                + "' or c.relpersistence = 'u' and pg_get_userbyid(c.relowner) = '" + one + "')")
                .stream()
                .map(row -> (String) row.get("name"))
                .flatMap(table -> Stream.of(
                        "select * from " + table,
                        "insert into " + table + " default values",
                        "delete from " + table,
                        "truncate " + table,
                        "drop table " + table,
                        "alter table " + table + " add x int",
                        "lock table " + table + " in access exclusive mode",
                        "create trigger t before insert on " + table
                                + " for each row execute function suppress_redundant_updates_trigger()",
                        "create policy p on " + table,
                        "create rule r as on insert to " + table + " do instead nothing",
                        "comment on table " + table + " is ''"))
                .forEach(attacks::add);
        attacks.addAll(List.of(
                "update state_" + one + ".etl_pipeline set paused = true",
                "create table state_" + one + ".etl_x ()",
                "drop schema state_" + one + " cascade",
                "alter schema state_" + one + " owner to " + other,
                "select pg_cancel_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and datname = current_database()",
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and datname = current_database()"));
        return attacks;
    }

    private boolean isDenied(String attack) {
        try (Connection connection = sessions(target, "-c role=" + other).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set lock_timeout = '1s'");
            statement.execute(attack);
            return false;
        } catch (SQLException e) {
            return DENIED.equals(e.getSQLState());
        }
    }

    @Test
    void the_state_of_the_other_team_cannot_be_named_as_ones_own() throws Exception {
        try (EtlContext ours = pipeline(one, new PipelineListener() {})) {
            ours.run("orders");
        }
        String before =
                target.query("select * from state_" + one + ".etl_pipeline").toString();
        for (boolean creates : new boolean[] {true, false}) {
            JdbcPipelineStore store =
                    new JdbcPipelineStore(sessions(target, "-c role=" + other), "state_" + one, creates);
            for (Runnable attack : List.<Runnable>of(
                    () -> store.status("orders"),
                    () -> store.claim("orders", "they", LEASE, true),
                    () -> store.actions().pause("orders", true, TESTER),
                    () -> store.actions().seek("orders", cursor(9), TESTER),
                    () -> store.actions().adopt("orders", TESTER),
                    () -> store.actions().closeBreaker("orders", TESTER),
                    () -> store.actions().newest("orders"),
                    () -> store.rejectedRecords("orders", 0, 10))) {
                assertThatThrownBy(attack::run).isInstanceOf(EtlException.class);
            }
        }
        assertThat(target.query("select * from state_" + one + ".etl_pipeline").toString())
                .isEqualTo(before);
    }
}
