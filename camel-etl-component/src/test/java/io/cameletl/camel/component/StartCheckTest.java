package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.Warnings;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What cannot work is refused when the route starts, before the first row is read. */
@Tag("slow")
@WithEtl
class StartCheckTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table users (id bigint primary key, name text not null, updated_at timestamptz not null,"
                + " deleted_at timestamptz, day date not null default current_date, seen json, place point)");
        target.execute("create table users (id bigint primary key, name text not null, updated_at timestamptz)");
    }

    private static String options(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "query", "select id, name, updated_at, deleted_at from users",
                "sourceDataSource", "#source",
                "dataSource", "#target",
                "cursorColumns", "updated_at,id",
                "tables", "users",
                "deletedColumn", "deleted_at",
                "consistencyDelay", "0"));
        all.putAll(others);
        return all.entrySet().stream()
                .filter(option -> !option.getValue().isEmpty())
                .map(option -> option.getKey() + "=RAW(" + option.getValue() + ")")
                .collect(Collectors.joining("&"))
                .replaceAll("RAW\\((#\\w+)\\)", "$1");
    }

    private void refused(Map<String, String> others, String... messages) {
        assertThatThrownBy(() -> etl.route("users", options(others))).satisfies(failure -> {
            Throwable refusal = failure;
            while (refusal != null && !(refusal instanceof EtlException)) {
                refusal = refusal.getCause();
            }
            assertThat(refusal).as("%s", failure).isNotNull();
            assertThat(refusal.getMessage()).startsWith("pipeline \"users\": ").contains(messages);
        });
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource(
            delimiter = '|',
            value = {
                "query | select id, nam, updated_at, deleted_at from users | cannot check the query | \"nam\"",
                "query | select id, name, updated_at, deleted_at from user_s | cannot check the query | \"user_s\"",
                "query | selct 1 | cannot check the query | Check query, cursorColumns",
                "query | select * from users limit 10 | the query ends in LIMIT | pageSize",
                "query | select * from users for update | the query locks the rows | Leave it out",
                "query | select id, name, deleted_at from users | the cursor column \"updated_at\" is not among | cursorColumns",
                "query | select id, updated_at, deleted_at from users | do not fill [name] | NOT NULL",
                "query | select *, 1 as extra from users | have columns [day, seen, place, extra] | omitColumns=day,seen,place,extra",
                "query | select id, name, updated_at, deleted_at, day from users | have a column \"day\" | omitColumns=day",
                "cursorColumns | updatedat,id | the cursor column \"updatedat\" is not among | cursorColumns",
                "cursorColumns | updated_at | cursorColumns=[updated_at] is a time alone | cursorColumns=updated_at,id",
                "deletedColumn | gone_at | have no column \"gone_at\" | which is the deletedColumn",
                "versionColumn | changed | versionColumn names \"changed\" | has only the columns",
                "keyColumns | nick | keyColumns names \"nick\" | has only the columns",
                "keyColumns | name | no unique index over exactly the keyColumns [name] | it has [[id]]",
                "tables | user | there is no table \"user\" | tables",
                "tables | users,orders | rows without a transform need tables with just one name | transform",
                "seedCursor | {\"id\": \"1\"} | must have a value for each of | [updated_at, id]",
                "seedCursor | {\"updated_at\": \"soon\", \"id\": \"1\"} | cannot check the query | \"soon\"",
                "seedCursor | {\"updated_at\": \"2026-01-01\", \"id\": \"x\"} | cannot check the query | \"x\"",
            })
    void a_typo_is_refused_at_start(String option, String value, String message, String also) {
        refused(Map.of(option, value), message, also);
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource({"seen", "place"})
    void a_cursor_column_without_an_order_is_refused(String column) {
        refused(
                Map.of("query", "select * from users", "cursorColumns", "updated_at," + column),
                "the cursor column \"" + column + "\" is of the type",
                "whose values have no order");
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource({"openTransactionGuard,true", "lookback,1h"})
    void an_option_of_windows_needs_a_time_first(String option, String value) {
        refused(
                Map.of(option, value, "cursorColumns", "id"),
                option + " needs a time as the first of cursorColumns, and \"id\" is none");
    }

    @Test
    void the_start_costs_a_few_statements_and_reads_no_row() throws Exception {
        StatementLog atSource = new StatementLog(source.dataSource());
        StatementLog atTarget = new StatementLog(target.dataSource());
        etl.bind("from", atSource).bind("to", atTarget);

        etl.route("first", options(Map.of("dataSource", "#to")));
        atTarget.clear();
        etl.route("users", options(Map.of("sourceDataSource", "#from", "dataSource", "#to")));

        assertThat(atSource.statements()).hasSizeLessThanOrEqualTo(11);
        assertThat(atTarget.statements()).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void a_time_alone_will_do_where_no_two_rows_share_it() throws Exception {
        source.execute("alter table users add unique (updated_at)");
        etl.route("users", options(Map.of("cursorColumns", "updated_at")));

        source.execute("insert into users values (1, 'ann', now(), null)");
        assertThat(etl.run("users").rows()).isEqualTo(1);
    }

    @Test
    void a_time_alone_is_warned_of_where_nobody_knows() throws Exception {
        try (Warnings warnings = new Warnings()) {
            etl.route(
                    "users",
                    options(Map.of(
                            "query",
                            "select id, name, coalesce(deleted_at, updated_at) as updated_at from users",
                            "cursorColumns",
                            "updated_at",
                            "deletedColumn",
                            "")));

            assertThat(warnings.all())
                    .singleElement()
                    .asString()
                    .startsWith("pipeline \"users\": cursorColumns=[updated_at] is a time alone");
        }
    }

    @Test
    void times_that_a_group_by_makes_are_no_two_alike() throws Exception {
        target.execute("create table days (day date primary key, users bigint)");
        try (Warnings warnings = new Warnings()) {
            etl.route(
                    "days",
                    options(Map.of(
                            "query",
                            "select updated_at::date as day, count(*) as users from users group by 1",
                            "cursorColumns",
                            "day",
                            "tables",
                            "days",
                            "deletedColumn",
                            "")));

            assertThat(warnings.all()).singleElement().asString().contains("is a date", "those of today come tomorrow");
        }
    }

    @Test
    void a_version_column_without_an_order_is_refused() {
        target.execute("alter table users add seen json");

        refused(
                Map.of("query", "select id, name, seen, updated_at, deleted_at from users", "versionColumn", "seen"),
                "versionColumn names \"seen\"",
                "has no order");
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource({
        "text, text_pattern_ops, 1",
        "text, text_ops, 0",
        "varchar(200), varchar_pattern_ops, 1",
        "varchar(200), text_ops, 0",
        "char(100), bpchar_ops, 0",
        "ext.citext, text_ops, 1",
        "ext.citext, ext.citext_ops, 0",
    })
    void an_index_of_another_operator_class_does_not_have_the_order(String type, String operators, int warned)
            throws Exception {
        source.execute(
                "create schema ext",
                "create extension citext schema ext",
                "create table events (name " + type + " not null, id int not null)",
                "insert into events select repeat('x', 100), i from generate_series(1, 20000) i",
                "create unique index on events (name " + operators + ", id)");
        target.execute("create table events (name text, id int, primary key (name, id))");
        try (Warnings warnings = new Warnings()) {
            etl.route(
                    "events",
                    options(Map.of(
                            "query",
                            "select * from events",
                            "cursorColumns",
                            "name,id",
                            "tables",
                            "events",
                            "deletedColumn",
                            "")));

            assertThat(warnings.all().stream().filter(warning -> warning.contains("no index has the order")))
                    .hasSize(warned);
        }
    }

    @Test
    void others_who_may_create_in_a_schema_on_the_path_are_warned_of() throws Exception {
        String role = "creator_" + source.name();
        source.execute("create role " + role, "grant create on schema public to " + role);
        target.execute(
                "create schema \"App\"",
                "grant create on schema \"App\" to public",
                "alter database " + target.name() + " set search_path = \"App\", public");
        try (Warnings warnings = new Warnings()) {
            etl.route("users", options(Map.of()));

            assertThat(warnings.all())
                    .hasSize(2)
                    .anyMatch(warning -> warning.startsWith("pipeline \"users\": the schema \"public\" is on the search"
                                    + " path of the user \"" + source.user() + "\" of sourceDataSource")
                            && warning.contains("REVOKE CREATE ON SCHEMA \"public\" FROM \"" + role + "\""))
                    .anyMatch(warning -> warning.contains("the schema \"App\" is on the search path of the user")
                            && warning.contains("of dataSource, and others may create in it: PUBLIC"));
        } finally {
            source.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void what_works_and_is_hardly_meant_is_warned_of() throws Exception {
        source.execute(
                "create table events (id int, at timestamptz not null, name text not null)",
                "insert into events select i, now(), repeat('x', 100) from generate_series(1, 20000) i");
        try (Warnings warnings = new Warnings()) {
            Map<String, String> events =
                    Map.of("query", "select id, name, at as updated_at from events order by id", "deletedColumn", "");
            etl.route("events", options(events));

            assertThat(warnings.all())
                    .hasSize(3)
                    .allMatch(warning -> warning.startsWith("pipeline \"events\": "))
                    .anyMatch(warning -> warning.contains("the query has an ORDER BY of its own"))
                    .anyMatch(warning -> warning.contains("no unique index says that cursorColumns=[updated_at, id]"))
                    .anyMatch(warning -> warning.endsWith("CREATE INDEX ON \"public\".\"events\" (\"at\", \"id\")"));
        }
        source.execute("create unique index on events (at desc, id desc)");
        etl.camel().getRouteController().stopRoute("events");
        etl.camel().removeRoute("events");
        try (Warnings warnings = new Warnings()) {
            etl.route(
                    "events",
                    options(Map.of("query", "select id, name, at as updated_at from events", "deletedColumn", "")));

            assertThat(warnings.all()).isEmpty();
        }
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource(
            delimiter = '|',
            value = {
                "select, insert, update         | temp | it lacks DELETE.",
                "select, insert, delete         | temp | it lacks UPDATE.",
                "select                         | temp | it lacks INSERT, UPDATE, DELETE.",
                "insert, update, delete         | temp | it lacks SELECT.",
                "select, insert, update, delete | no   | it lacks TEMPORARY on the database, for the staging tables.",
            })
    void rights_are_looked_at_before_the_first_page(String rights, String temporary, String message) throws Exception {
        String role = "loader_" + target.name();
        target.execute(
                "create role " + role + " login password 'p'",
                "grant " + rights + " on users to " + role,
                "create schema state authorization " + role,
                "revoke temporary on database " + target.name() + " from public");
        try {
            if (temporary.equals("temp")) {
                target.execute("grant temporary on database " + target.name() + " to " + role);
            }
            PGSimpleDataSource asRole = new PGSimpleDataSource();
            asRole.setURL(target.url());
            asRole.setUser(role);
            asRole.setPassword("p");
            etl.bind("loader", asRole);

            refused(
                    Map.of("dataSource", "#loader", "stateSchema", "state"),
                    "the user \"" + role + "\" of dataSource may not load the table \"users\": " + message);

            target.execute(
                    "grant select, insert, update, delete on users to " + role,
                    "grant temporary on database " + target.name() + " to " + role);
            etl.camel().removeRoute("users");
            etl.route("users", options(Map.of("dataSource", "#loader", "stateSchema", "state")));
            assertThat(etl.run("users").outcome()).isEqualTo(RunOutcome.DRAINED);
        } finally {
            target.execute("drop owned by " + role + " cascade", "drop role " + role);
        }
    }

    @Test
    void rights_on_the_source_are_looked_at_too() throws Exception {
        String role = "reader_" + source.name();
        source.execute("create role " + role + " login password 'p'");
        try {
            PGSimpleDataSource asRole = new PGSimpleDataSource();
            asRole.setURL(source.url());
            asRole.setUser(role);
            asRole.setPassword("p");
            etl.bind("reader", asRole);

            refused(Map.of("sourceDataSource", "#reader"), "cannot check the query", "what the source's role may read");
        } finally {
            source.execute("drop owned by " + role, "drop role " + role);
        }
    }
}
