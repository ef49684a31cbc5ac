package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.EtlEvent.SchemaChanged;
import io.cameletl.EtlException;
import io.cameletl.PipelinePlan;
import io.cameletl.TableCounts;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.RecordedEvents;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that the source has and the table lacks, by a query whose rows are the records. */
@WithEtl
@Tag("slow")
class SchemaChangesTest {
    private static final String QUERY = "query=RAW(select * from users)&sourceDataSource=#source&dataSource=#target"
            + "&tables=users&cursorColumns=updated_at,id&consistencyDelay=0&pageSize=2";
    private static final String TYPES =
            """
            select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' !' else '' end,
              ', ' order by attnum) from pg_attribute where attrelid = 'users'::regclass and attnum > 0""";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;
    private final RecordedEvents events = new RecordedEvents();

    @BeforeEach
    void tables() {
        source.execute(
                "create table users (id int primary key, updated_at timestamptz not null default now(), name varchar(20))",
                "insert into users (id, name) select i, 'n' || i from generate_series(1, 5) i");
        target.execute("create table users (id int primary key, updated_at timestamptz not null, name varchar(20))");
        etl.bind("events", events);
    }

    private void addColumn(String definition) {
        source.execute("alter table users add " + definition, "insert into users (id) select count(*) + 1 from users");
    }

    private List<SchemaChanged> told() {
        return events.list().stream()
                .filter(event -> event.kind() == EtlEvent.Kind.SCHEMA_CHANGED)
                .map(SchemaChanged.class::cast)
                .toList();
    }

    @Test
    void unless_asked_for_the_page_is_refused_and_says_what_to_run() throws Exception {
        etl.route("users", QUERY);
        etl.run("users");
        addColumn("price numeric(10,2) not null default 1.5");

        assertThatThrownBy(() -> etl.run("users"))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("have a column \"price\" that the table does not have")
                .hasMessageContaining("ALTER TABLE \"public\".\"users\" ADD COLUMN \"price\" numeric(10,2)")
                .hasMessageContaining("schemaChanges=addColumns");
        assertThat(target.count("users")).isEqualTo(5);
    }

    @Test
    void columns_are_added_with_the_page_of_the_source_s_types_and_that_is_told() throws Exception {
        etl.route("users", QUERY + "&schemaChanges=addColumns");
        etl.run("users");
        addColumn("price numeric(10,2) not null default 1.5, add tags text[], add \"At \"\"X\"\"\" timestamptz(3)");

        assertThat(etl.run("users").tables()).containsEntry("users", new TableCounts(1, 1, 0, 0, 0));

        assertThat(target.<String>value(TYPES))
                .isEqualTo("id integer !, updated_at timestamp with time zone !, name character varying(20),"
                        + " price numeric(10,2), tags text[], At \"X\" timestamp(3) with time zone");
        assertThat(target.<String>value("select price::text from users where id = 6"))
                .isEqualTo("1.50");
        assertThat(target.count("users where price is null")).isEqualTo(5);
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.change()).isEqualTo(SchemaChange.COLUMNS_ADDED);
            assertThat(event.columns()).containsExactly("price", "tags", "At \"X\"");
            assertThat(event.table()).isEqualTo("\"public\".\"users\"");
            assertThat(event.runNumber()).isPositive();
            assertThat(event.message())
                    .contains("Rows that were there before have NULL in them", "operation=seek", "\"tags\" text[]");
        });
    }

    @Test
    void the_next_runs_go_on_with_them_and_a_second_lane_does_too() throws Exception {
        etl.route("users", QUERY + "&schemaChanges=addColumns&lanes=2&maximumRedeliveries=0");
        source.execute("insert into users (id, name) select i, 'n' || i from generate_series(6, 50) i");
        addColumn("price int");
        assertThat(etl.run("users").rows()).isEqualTo(51);
        source.execute("update users set price = id, updated_at = now()");

        assertThat(etl.run("users").tables()).containsEntry("users", new TableCounts(51, 0, 51, 0, 0));
        assertThat(target.query("select * from users order by id"))
                .isEqualTo(source.query("select * from users order by id"));
    }

    @Test
    void left_out_columns_are_told_of_once() throws Exception {
        addColumn("price int");
        etl.route("users", QUERY + "&schemaChanges=ignore");
        etl.run("users");
        source.execute("update users set updated_at = now()");
        etl.run("users");

        assertThat(target.count("users")).isEqualTo(6);
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.change()).isEqualTo(SchemaChange.COLUMNS_IGNORED);
            assertThat(event.statement()).isEqualTo("ALTER TABLE \"public\".\"users\" ADD COLUMN \"price\" integer");
        });
    }

    @Test
    void a_type_that_the_target_does_not_have_is_named() throws Exception {
        etl.route("users", QUERY + "&schemaChanges=addColumns");
        source.execute("create type mood as enum ('sad', 'happy')", "create domain short as varchar(3)");
        addColumn("mood mood, add code short");

        assertThatThrownBy(() -> etl.run("users"))
                .hasMessageContaining("does not have the types [public.mood, public.short]")
                .hasMessageContaining("ADD COLUMN \"mood\" public.mood, ADD COLUMN \"code\" public.short");
        assertThat(target.count("users")).isZero();

        target.execute("create type mood as enum ('sad', 'happy')", "create domain short as varchar(3)");
        source.execute("update users set mood = 'happy', code = 'abc'");
        etl.run("users");
        assertThat(target.count("users where mood = 'happy' and code = 'abc'")).isEqualTo(6);
    }

    @Test
    void who_may_not_alter_the_table_is_told_what_the_owner_has_to_run() throws Exception {
        String role = "loader_" + target.name();
        target.execute(
                "create role " + role + " login password 'x'",
                "grant select, insert, update, delete, truncate on users to " + role,
                "grant create, usage on schema public to " + role,
                "grant temporary on database " + target.name() + " to " + role);
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setUrl(target.url());
            pool.setUsername(role);
            pool.setPassword("x");
            etl.bind("loader", pool);
            String options = QUERY.replace("dataSource=#target", "dataSource=#loader") + "&schemaChanges=addColumns";
            etl.route("users", options);
            etl.run("users");
            addColumn("price int");

            assertThatThrownBy(() -> etl.run("users"))
                    .hasMessageContaining("\"" + role + "\" does not own the table \"public\".\"users\"")
                    .hasMessageContaining(
                            "Run it as the owner: ALTER TABLE \"public\".\"users\" ADD COLUMN \"price\" integer");
            etl.restart();
            assertThatThrownBy(() -> etl.route("users", options))
                    .rootCause()
                    .hasMessageContaining("schemaChanges=addColumns is to add the columns [price]")
                    .hasMessageContaining("ALTER TABLE \"public\".\"users\" ADD COLUMN \"price\" integer");
            target.execute("alter table users add price integer");
            etl.restart();
            etl.route("users", options);
            etl.run("users");
            assertThat(target.count("users")).isEqualTo(6);
        } finally {
            etl.close();
            target.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void wider_types_and_columns_that_are_gone_are_told() throws Exception {
        source.execute(
                "alter table users alter name type varchar(40)",
                "alter table users add note text",
                "alter table users alter id type bigint");
        target.execute("alter table users add note text");
        etl.route("users", QUERY);
        assertThat(told())
                .extracting(SchemaChanged::statement)
                .containsExactly(
                        "ALTER TABLE \"public\".\"users\" ALTER COLUMN \"id\" TYPE bigint",
                        "ALTER TABLE \"public\".\"users\" ALTER COLUMN \"name\" TYPE character varying(40)");
        etl.run("users");
        source.execute("alter table users drop note", "insert into users values (9, now(), 'x')");
        etl.run("users");

        assertThat(told().get(2)).satisfies(event -> {
            assertThat(event.change()).isEqualTo(SchemaChange.COLUMNS_GONE);
            assertThat(event.columns()).containsExactly("note");
        });
        assertThat(told()).hasSize(3);
        assertThat(target.count("users")).isEqualTo(6);
    }

    @Test
    void a_partitioned_table_gets_the_columns_in_all_its_partitions() throws Exception {
        target.execute(
                "drop table users",
                "create table users (id int primary key, updated_at timestamptz not null, name text)"
                        + " partition by range (id)",
                "create table users_1 partition of users for values from (0) to (3)",
                "create table users_2 partition of users default");
        etl.route("users", QUERY + "&schemaChanges=addColumns");
        addColumn("price int default 7");
        etl.run("users");

        assertThat(target.count("users_1 where price = 7")).isEqualTo(2);
        assertThat(target.count("users_2 where price = 7")).isEqualTo(4);
    }

    @Test
    void a_missing_table_is_created_as_the_source_has_it() throws Exception {
        target.execute("drop table users");
        source.execute("alter table users add price numeric(10,2), add id2 bigint generated always as (id * 2) stored");
        etl.route("users", QUERY + "&createTargetTables=true");

        assertThat(target.<String>value(TYPES))
                .isEqualTo("id integer !, updated_at timestamp with time zone !, name character varying(20),"
                        + " price numeric(10,2), id2 bigint");
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.change()).isEqualTo(SchemaChange.TABLE_CREATED);
            assertThat(event.statement()).startsWith("CREATE TABLE \"public\".\"users\" (\n  \"id\" integer NOT NULL,");
        });
        etl.run("users");
        assertThat(target.query("select * from users order by id"))
                .isEqualTo(source.query("select * from users order by id"));
        etl.restart();
        etl.route("users", QUERY + "&createTargetTables=true");
        etl.run("users");
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void a_missing_table_gets_the_column_in_which_rows_are_marked(String strategy) throws Exception {
        target.execute("drop table users");
        source.execute("alter table users add gone boolean");
        etl.route(
                "users",
                QUERY + "&createTargetTables=true&deletedColumn=gone&deletes=mark&versionColumn=updated_at&strategy="
                        + strategy);
        etl.run("users");
        source.execute("update users set gone = true, updated_at = clock_timestamp() where id = 1");
        etl.run("users");

        assertThat(target.<String>value("select string_agg(id::text, ' ') from users where gone"))
                .isEqualTo("1");
    }

    @Test
    void a_key_is_not_guessed_where_the_query_may_give_a_row_of_its_table_twice() {
        target.execute("drop table users");
        source.execute("create table orders (user_id int)");
        for (String twice : List.of(
                "select u.* from users u join orders o on o.user_id = u.id",
                "select u.* from users u, orders o",
                "select u.*, generate_series(1, 2) from users u",
                "select distinct u.* from users u",
                "select updated_at, name from users")) {
            String cursor = twice.endsWith("name from users") ? "updated_at,name" : "updated_at,id";
            assertThatThrownBy(() -> etl.route(
                            "users",
                            QUERY.replace("select * from users", twice).replace("updated_at,id", cursor)
                                    + "&createTargetTables=true"))
                    .as(twice)
                    .rootCause()
                    .hasMessageContaining("which columns tell its rows apart is not known")
                    .hasMessageContaining("Name them in keyColumns");
        }
    }

    @Test
    void a_missing_history_is_created_with_its_validity() throws Exception {
        target.execute("drop table users");
        etl.route("users", QUERY + "&createTargetTables=true&strategy=history&keyColumns=id&versionColumn=updated_at");
        etl.run("users");
        source.execute("update users set name = 'new', updated_at = now() where id = 1");

        assertThat(etl.run("users").tables()).containsEntry("users", new TableCounts(1, 1, 0, 0, 0));
        assertThat(target.count("users where id = 1 and name = 'n1' and valid_to > valid_from"))
                .isOne();
        assertThat(target.count("users where valid_to is null and valid_from = updated_at"))
                .isEqualTo(5);
    }

    @Test
    void the_plan_says_what_would_be_done_and_nothing_is() throws Exception {
        target.execute("drop table users");
        etl.route("users", QUERY + "&createTargetTables=true&schemaChanges=addColumns&operation=plan");

        PipelinePlan plan = etl.send("users", null, Map.of(), PipelinePlan.class);
        assertThat(plan.creates())
                .containsExactly("CREATE TABLE \"public\".\"users\" (\n  \"id\" integer NOT NULL,\n"
                        + "  \"updated_at\" timestamp with time zone NOT NULL,\n  \"name\" character varying(20),\n"
                        + "  PRIMARY KEY (\"id\")\n)");
        assertThat(plan.runs()).containsOnlyKeys("read a page");
        assertThat(target.<Object>value("select to_regclass('users')")).isNull();

        target.execute("create table users (id int primary key, updated_at timestamptz not null, name varchar(10))");
        PipelinePlan second = etl.send("users", null, Map.of(), PipelinePlan.class);
        assertThat(second.creates()).isEmpty();
        assertThat(second.runs()).containsKeys("read a page", "users: insert", "users: update");
        assertThat(second.notes()).singleElement().asString().contains("TYPE character varying(20)");
        source.execute("alter table users add price int");
        assertThat(etl.send("users", null, Map.of(), PipelinePlan.class).alters())
                .containsExactly("ALTER TABLE \"public\".\"users\" ADD COLUMN \"price\" integer");
        assertThat(second.text()).contains("-- pipeline users\n", "SELECT");
        assertThat(target.count("users")).isZero();
    }

    @Test
    void records_whose_types_only_java_knows_get_tables_and_columns_for_their_values() throws Exception {
        target.execute("drop table users");
        AtomicReference<List<Map<String, Object>>> rows = new AtomicReference<>();
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows").setBody(exchange -> rows.get());
            }
        });
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("at", Instant.parse("2026-01-01T00:00:00Z"));
        first.put("id", 1);
        first.put("price", new BigDecimal("1.5"));
        first.put("tags", List.of("a", "b"));
        first.put("doc", Map.of("k", 1));
        first.put("later", null);
        rows.set(List.of(first));
        etl.route(
                "people",
                "source=direct:rows&tables=users&keyColumns=id&dataSource=#target&cursorColumns=at,id&consistencyDelay=0"
                        + "&createTargetTables=true&schemaChanges=addColumns");
        etl.run("people");
        assertThat(target.<String>value(TYPES))
                .isEqualTo("at timestamp with time zone, id bigint !, price numeric, tags text[], doc jsonb");
        Map<String, Object> second = new LinkedHashMap<>(first);
        second.put("at", Instant.parse("2026-01-02T00:00:00Z"));
        second.put("id", 2);
        second.put("later", true);
        rows.set(List.of(second));
        etl.run("people");

        assertThat(target.count("users where later and tags = '{a,b}' and doc = '{\"k\": 1}'"))
                .isOne();
        assertThat(told())
                .extracting(SchemaChanged::change)
                .containsExactly(SchemaChange.TABLE_CREATED, SchemaChange.COLUMNS_ADDED);
    }

    @Test
    void keys_can_be_named() throws Exception {
        target.execute("drop table users");
        source.execute("create table orders (user_id int)", "insert into orders select id from users");
        etl.route(
                "users",
                QUERY.replace("select * from users", "select u.* from users u join orders o on o.user_id = u.id")
                        + "&createTargetTables=true&keyColumns=id");
        etl.run("users");

        assertThat(target.count("users")).isEqualTo(5);
    }
}
