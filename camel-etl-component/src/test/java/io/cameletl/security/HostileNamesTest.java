package io.cameletl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.security.support.ByPath;
import io.cameletl.security.support.Everything;
import io.cameletl.security.support.Trap;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another role may create in a schema on the search path: nothing of its runs as ours, whatever pipelines do. */
@Tag("slow")
@WithPostgres
class HostileNamesTest {
    private final String suffix = UUID.randomUUID().toString().replace("-", "");
    private final String role = "etl_" + suffix;
    private final String attacker = "attacker_" + suffix;
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void roles(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute("create role " + role, "create role " + attacker);
        Everything.prepare(source, target, role);
    }

    @AfterEach
    void gone() {
        for (TestDatabase db : List.of(source, target)) {
            db.execute("drop owned by " + role + ", " + attacker + " cascade");
        }
        source.execute("drop role " + role, "drop role " + attacker);
    }

    @Test
    void nothing_that_is_sent_is_found_by_path() throws Exception {
        target.execute("grant create on schema public to " + role);

        List<String> sent = new Everything(source, target, role, "public").happens("unlogged");

        // The DDL of the state tables has a path of its own.
        assertThat(sent.stream().filter(sql -> !sql.contains("create table if not exists")))
                .hasSizeGreaterThan(50)
                .allSatisfy(sql -> assertThat(ByPath.of(sql)).as(sql).isEmpty());
    }

    @Test
    void names_like_those_of_postgres_that_come_before_them_are_not_used() throws Exception {
        target.execute("grant create on schema public to " + role);
        List<Trap> traps = List.of(
                trap(source, "hostile").likeAll(), trap(target, "hostile").likeAll());

        new Everything(source, target, role, "hostile,pg_catalog,public").happens("unlogged");

        traps.forEach(Trap::assertEmpty);
    }

    @Test
    void names_that_fit_better_than_those_of_postgres_are_not_used() throws Exception {
        target.execute("grant create on schema public to " + role);
        List<String> sent = new Everything(source, target, role, "public").happens("unlogged");
        List<Trap> traps = List.of(
                trap(source, "public").moreExactThan(sent),
                trap(target, "public").moreExactThan(sent));

        new Everything(source, target, role, "public").happens("unlogged");

        traps.forEach(Trap::assertEmpty);
    }

    @Test
    void what_is_found_by_path_is_caught() {
        Trap trap = trap(target, "hostile").likeAll();
        for (String statement : List.of(
                "select 1 = 1",
                "select 'a'::pg_catalog.text < 'b'::pg_catalog.text",
                "select upper('a'::pg_catalog.text)",
                "select 'a'::text",
                "select 1 in (1, 2)",
                "select 1 from pg_class limit 1")) {
            target.execute("set search_path = hostile, pg_catalog; set role " + role + "; " + statement);

            assertThatThrownBy(trap::assertEmpty).as(statement).hasMessageContaining(attacker);
            trap.empty();
        }
        trap.assertEmpty();
    }

    private Trap trap(TestDatabase db, String schema) {
        db.execute(
                "create schema if not exists " + schema,
                "grant usage on schema " + schema + " to public",
                "grant create on schema " + schema + " to " + attacker);
        return new Trap(db, attacker, schema);
    }
}
