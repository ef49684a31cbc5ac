package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.Warnings;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State tables that others made first, or put something on. */
@WithPostgres
class StrangersTest {
    private static final String DDL = SqlResource.read(StateTables.class, "/" + StateTables.DDL);

    private final String suffix = UUID.randomUUID().toString().replace("-", "");
    private final String role = "etl_" + suffix;
    private final String other = "other_" + suffix;
    private TestDatabase db;

    @BeforeEach
    void roles(TestDatabase database) {
        db = database;
        db.execute(
                "create role " + role,
                "create role " + other,
                "create schema etl_state authorization " + role,
                "grant usage, create on schema etl_state to " + other,
                "create table public.trap (who text)",
                "grant insert on public.trap to public");
    }

    @AfterEach
    void gone() {
        assertThat(db.count("public.trap")).isZero();
        db.execute("drop owned by " + role + ", " + other + " cascade", "drop role " + role, "drop role " + other);
    }

    private JdbcPipelineStore store() {
        return new JdbcPipelineStore(sessions(db, "-c role=" + role), "etl_state", true);
    }

    private void as(String who, String... statements) {
        for (String statement : statements) {
            db.execute("set role " + who + "; set search_path = etl_state;" + statement);
        }
    }

    private void refused(String... messages) {
        assertThatThrownBy(() -> store().actions().pause(PIPELINE, true, TESTER))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": ")
                .hasMessageContainingAll(messages);
    }

    private void taken() {
        assertThatCode(() -> store().actions().pause(PIPELINE, true, TESTER)).doesNotThrowAnyException();
    }

    /** A function of the other role that notes who runs it. */
    private void function(String name, String arguments, String returns, String answer) {
        as(
                other,
                "create function etl_state." + name + "(" + arguments + ") returns " + returns + " language plpgsql as"
                        + " 'begin insert into public.trap values (current_user); return " + answer + "; end'",
                "grant execute on function etl_state." + name + " to public");
    }

    @Test
    void tables_of_the_role_itself_are_taken() {
        taken();
        taken();
    }

    @Test
    void a_table_that_another_role_made_first_is_refused_before_its_trigger_runs() {
        function("spring", "", "trigger", "new");
        as(
                other,
                DDL,
                "create trigger spring before insert or update on etl_pipeline for each row execute function"
                        + " etl_state.spring()",
                "grant all on all tables in schema etl_state to " + role);

        refused(
                "the state table \"etl_state\".\"etl_action\" belongs to the role \"" + other + "\"",
                "neither the user \"" + role + "\" itself, nor the schema's owner, nor a superuser",
                "ALTER TABLE \"etl_state\".\"etl_action\" OWNER TO \"" + role + "\"",
                "stateSchema");
    }

    @Test
    void one_table_made_first_is_enough_to_be_refused() {
        as(other, "create table etl_run (pipeline text, records bigint)", "grant all on etl_run to " + role);

        assertThatThrownBy(() -> store().actions().pause(PIPELINE, true, TESTER))
                .isInstanceOf(EtlException.class);
    }

    @Test
    void a_table_that_was_taken_over_with_its_trigger_is_refused() {
        function("spring", "", "trigger", "new");
        as(
                other,
                DDL,
                "create trigger spring before insert or update on etl_pipeline for each row execute function"
                        + " etl_state.spring()");
        for (String table : new String[] {
            "etl_pipeline",
            "etl_run",
            "etl_skipped_page",
            "etl_rejected_record",
            "etl_action",
            "etl_load",
            "etl_shard",
            "etl_verification"
        }) {
            db.execute("alter table etl_state." + table + " owner to " + role);
        }

        refused(
                "the trigger \"spring\" of the state table \"etl_state\".\"etl_pipeline\" uses the function",
                "belongs to the role \"" + other + "\"",
                "Drop it");
        db.execute("drop trigger spring on etl_state.etl_pipeline");
        taken();
    }

    @Test
    void a_trigger_that_another_role_was_allowed_to_add_is_refused_and_the_right_is_warned_of() {
        store().position("before");
        db.execute("grant trigger on etl_state.etl_run to " + other);
        try (Warnings warnings = new Warnings()) {
            taken();
            assertThat(warnings.all())
                    .singleElement()
                    .asString()
                    .contains("\"" + other + "\" may put triggers on the state tables", "REVOKE TRIGGER ON ALL TABLES");
        }
        function("spring", "", "trigger", "new");
        as(other, "create trigger spring after insert on etl_run execute function etl_state.spring()");

        refused("the trigger \"spring\" of the state table \"etl_state\".\"etl_run\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table etl_pipeline alter paused set default etl_state.spring()",
                "alter table etl_pipeline add check (etl_state.spring())",
                "create index on etl_pipeline (name) where etl_state.spring()",
                "create policy p on etl_pipeline using (etl_state.spring())",
                "create rule r as on update to etl_pipeline do also select etl_state.spring()",
                "alter table etl_pipeline add extra etl_state.word",
                "create rule r as on update to etl_pipeline do also insert into etl_state.notes values (true)",
                "create policy p on etl_pipeline using (exists (select from etl_state.seen))",
            })
    void whatever_uses_the_code_of_another_role_is_refused(String change) {
        store().position("before");
        as(
                other,
                "create function spring() returns bool language sql immutable as 'select true'",
                "create domain word as text",
                "create table notes (note bool check (spring()))",
                "create view seen as select spring()",
                "grant all on notes, seen to public");
        as(role, change);

        refused("of the state table \"etl_state\".\"etl_pipeline\" uses the ", "belongs to the role \"" + other + "\"");
    }

    @Test
    void triggers_rules_and_policies_of_the_owner_are_the_owners_to_decide() {
        store().position(PIPELINE);
        as(
                role,
                "create function seen() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger seen before insert or update on etl_run for each row execute function seen()",
                "alter table etl_pipeline enable row level security",
                "alter table etl_pipeline force row level security",
                "create policy own on etl_pipeline using (name like 'ord%')",
                "create policy team on etl_run using (pg_has_role('" + role + "', 'usage'))");
        taken();
    }

    @Test
    void tables_of_a_superuser_and_of_the_schemas_owner_and_of_a_role_that_ours_acts_as_are_taken() {
        db.execute("set search_path = etl_state;" + DDL, "grant all on all tables in schema etl_state to " + role);
        taken();
        db.execute("alter schema etl_state owner to " + other, "grant usage on schema etl_state to " + role);
        for (String table : new String[] {
            "etl_pipeline",
            "etl_run",
            "etl_skipped_page",
            "etl_rejected_record",
            "etl_action",
            "etl_load",
            "etl_shard",
            "etl_verification"
        }) {
            db.execute("alter table etl_state." + table + " owner to " + other);
        }
        taken();
        db.execute("alter schema etl_state owner to " + db.user(), "grant usage on schema etl_state to " + role);
        refused("belongs to the role");
        db.execute("grant " + other + " to " + role);
        taken();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table etl_run set unlogged | is unlogged",
                "create table etl_more () inherits (etl_run) | is part of an inheritance",
                "alter table etl_run rename to etl_past; create view etl_run as select * from etl_past | is no table",
            })
    void what_is_no_plain_table_is_refused(String change) {
        store().position("before");
        as(role, change.split(" \\| ")[0]);

        refused("the state table \"etl_state\".\"etl_run\" " + change.split(" \\| ")[1], "name another stateSchema");
    }
}
