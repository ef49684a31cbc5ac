package io.cameletl.security.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.postgresql.ds.PGSimpleDataSource;

/** All that pipelines do, in every way in which they may end, by a role that owns nothing but its state. */
public final class Everything {
    private static final List<String> OPERATIONS =
            List.of("run", "next", "load", "status", "seek", "replay", "pause", "resume", "adopt", "closeBreaker");

    private final TestDatabase source;
    private final TestDatabase target;
    private final StatementLog atSource;
    private final StatementLog atTarget;
    private String stateTables = "";

    /** @param path the search path of the role's sessions, names separated by commas */
    public Everything(TestDatabase source, TestDatabase target, String role, String path) {
        this.source = source;
        this.target = target;
        this.atSource = new StatementLog(sessions(source, role, path));
        this.atTarget = new StatementLog(sessions(target, role, path));
    }

    /** Tables with keys of users' types in both databases, for a role. */
    public static void prepare(TestDatabase source, TestDatabase target, String role) {
        for (TestDatabase db : List.of(source, target)) {
            // For the test's own statements.
            db.execute("alter database " + db.name() + " set search_path = pg_catalog");
            db.execute(
                    "create type public.mood as enum ('low', 'high')",
                    "create domain public.code as varchar check (value <> '')",
                    "create table public.parent (id int primary key)",
                    "create table public.orders (mood public.mood, code public.code, id bigint, parent int, amount numeric,"
                            + " updated_at timestamptz, note text, deleted_at timestamptz, doc jsonb)",
                    "grant select on public.orders, public.parent to " + role);
        }
        source.execute("grant pg_read_all_stats to " + role);
        target.execute(
                "alter table public.orders add primary key (mood, code, id), alter updated_at set not null,"
                        + " add foreign key (parent) references public.parent, add check (amount <> 13)",
                "create table public.pages (id int primary key, updated_at timestamptz, check (id <> 2))",
                "grant insert, update, delete on public.orders to " + role,
                "grant select, insert, update, delete on public.pages to " + role,
                "grant temporary, create on database " + target.name() + " to " + role);
        source.execute(
                "create table public.pages (id int primary key, updated_at timestamptz)",
                "grant select on public.pages to " + role);
    }

    /**
     * Takes from the role what it can do without: a DBA has made the state tables, and granted no more than is documented.
     */
    public Everything withLeastGrants(String role) {
        String ddl = SqlResource.read(Everything.class, "/io/cameletl/state/schema.sql");
        stateTables = "create schema etl_state; set search_path to etl_state;" + ddl
                + SqlResource.read(Everything.class, "/docs/sql/state-grants.sql")
                        .replace("TO etl;", "TO " + role + ";");
        target.execute("revoke create on database " + target.name() + " from " + role);
        return this;
    }

    /**
     * @param staging of the loads outside runs; that of runs is temporary
     * @return what was sent
     */
    public List<String> happens(String staging) throws Exception {
        target.execute(
                "truncate public.orders, public.parent, public.pages",
                "insert into public.parent values (1)",
                "drop schema if exists etl_state cascade",
                stateTables);
        source.execute(
                "truncate public.orders, public.pages",
                "insert into public.orders select case n % 2 when 0 then 'low' else 'high' end::public.mood, 'c' || n % 3, n,"
                        + " case n when 7 then 2 else 1 end, n, now() - interval '1 hour' + (n / 3) * interval '1 second', 'new'"
                        + " from generate_series(1, 14) n",
                "insert into public.pages select n, now() - interval '1 hour' + n * interval '1 second'"
                        + " from generate_series(1, 3) n");
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("source", atSource);
            camel.getRegistry().bind("target", atTarget);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    String common = "dataSource=#target&stateSchema=etl_state&maximumRedeliveries=0&onBadRecord=";
                    String orders =
                            common + "reject&consistencyDelay=0&lookback=1s&openTransactionGuard=true&pageSize=2"
                                    + "&query=RAW(select * from public.orders)&sourceDataSource=#source"
                                    + "&cursorColumns=updated_at,mood,code,id&tables=public.orders&versionColumn=updated_at"
                                    + "&deletedColumn=deleted_at";
                    String pages = common + "fail&onExhausted=skip&consistencyDelay=0&pageSize=1"
                            + "&query=RAW(select * from public.pages)&sourceDataSource=#source"
                            + "&cursorColumns=updated_at,id&tables=public.pages";
                    String loads = common + "reject&tables=public.orders&deletedColumn=deleted_at&staging=" + staging;
                    String rows = common + "reject&consistencyDelay=0&sourceDataSource=#source&tables=public.orders"
                            + "&cursorColumns=updated_at,id"
                            + "&source=RAW(sql:select * from public.orders order by updated_at, id?dataSource=#source)";
                    Map.of("orders", orders, "pages", pages, "loads", loads, "rows", rows)
                            .forEach((pipeline, options) -> OPERATIONS.forEach(operation -> {
                                if (!pipeline.equals("loads") || !operation.equals("run")) {
                                    from("direct:" + pipeline + "-" + operation)
                                            .to("etl:" + pipeline + "?operation=" + operation + "&" + options);
                                }
                            }));
                }
            });
            camel.start();
            all(camel);
        }
        return Stream.concat(atSource.all().stream(), atTarget.all().stream())
                .distinct()
                .toList();
    }

    private void all(CamelContext camel) throws Exception {
        RunReport first = (RunReport) send(camel, "orders-run", null, Map.of());
        assertThat(first.rows()).isEqualTo(14);
        assertThat(first.tables().get("public.orders").rejected()).isOne();
        assertThat(first.tables().get("public.orders").postponed()).isPositive();
        assertThat(target.count("public.orders")).isEqualTo(12);
        source.execute(
                "update public.orders set note = 'changed', updated_at = now() - interval '2 min' where id < 5",
                "update public.orders set deleted_at = now(), updated_at = now() - interval '1 min' where id = 5");
        send(camel, "orders-run", null, Map.of());
        assertThat(target.<Long>value("select count(*) from public.orders where note = 'changed'"))
                .isEqualTo(4);
        assertThat(target.count("public.orders")).isEqualTo(11);
        target.execute("insert into public.parent values (2)");
        send(camel, "orders-run", null, Map.of());
        assertThat(((PipelineStatus) send(camel, "orders-status", null, Map.of())).rejectedRecords())
                .isEqualTo(1);
        send(camel, "orders-pause", null, Map.of());
        send(camel, "orders-run", null, Map.of());
        send(camel, "orders-resume", null, Map.of());
        send(camel, "orders-closeBreaker", null, Map.of());
        send(camel, "orders-adopt", null, Map.of());
        source.execute("update public.orders set amount = 14 where id = 13");
        target.execute("alter table public.orders drop constraint orders_amount_check");
        send(camel, "orders-replay", null, Map.of());
        assertThat(target.count("public.orders")).isEqualTo(13);
        target.execute(
                "delete from public.orders where amount = 13; alter table public.orders add check (amount <> 13)");

        assertThat(((RunReport) send(camel, "pages-run", null, Map.of())).rows())
                .isEqualTo(2);
        assertThat(target.count("etl_state.etl_skipped_page")).isOne();
        assertThat(catchThrowable(() -> send(camel, "pages-replay", null, Map.of())))
                .isNotNull();
        source.execute("delete from public.pages where id = 2");
        send(camel, "pages-replay", null, Map.of());
        assertThat(target.count("etl_state.etl_skipped_page")).isZero();
        send(camel, "pages-seek", "{\"updated_at\":\"2026-01-01T00:00:00Z\",\"id\":\"1\"}", Map.of());
        send(camel, "pages-run", null, Map.of());

        source.execute("update public.orders set doc = '{}', note = 'by sql'");
        assertThat(((RunReport) send(camel, "rows-run", null, Map.of())).rows()).isEqualTo(14);
        assertThat(target.<Long>value("select count(*) from public.orders where note = 'by sql'"))
                .isPositive();

        send(camel, "loads-next", null, Map.of());
        Map<String, Object> end = Map.of(
                EtlConstants.END_CURSOR,
                new TimestampCursor(Instant.parse("2026-01-01T00:00:00Z"), "2"),
                EtlConstants.HAS_NEXT_PAGE,
                true);
        send(camel, "loads-load", rows(1, 9, 13), end);
        send(camel, "loads-load", rows(2, 1, 1), end);
        target.execute("insert into public.parent values (9)");
        send(camel, "loads-load", rows(3, 1, 5), end);
        send(camel, "loads-replay", null, Map.of());
        send(camel, "loads-status", null, Map.of());
        send(camel, "loads-seek", new TimestampCursor(Instant.parse("2026-01-02T00:00:00Z"), "7"), Map.of());
    }

    /** A record whose parent and amount are given, one that deletes, and a key that comes twice. */
    private static List<Map<String, Object>> rows(int id, int parent, int amount) {
        return Arrays.asList(
                row(100 + id, 1, 1, null),
                row(100 + id, 1, 2, null),
                row(200 + id, parent, 1, null),
                row(300 + id, 1, amount, null),
                row(id, 1, 1, Instant.EPOCH));
    }

    private static Map<String, Object> row(int id, int parent, int amount, Instant deletedAt) {
        Map<String, Object> row = new HashMap<>();
        row.put("mood", "low");
        row.put("code", "c" + id % 3);
        row.put("id", id);
        row.put("parent", parent);
        row.put("amount", amount);
        row.put("updated_at", Instant.EPOCH);
        row.put("deleted_at", deletedAt);
        return row;
    }

    private static Object send(CamelContext camel, String route, Object body, Map<String, Object> headers)
            throws Exception {
        try (var template = camel.createProducerTemplate()) {
            return template.requestBodyAndHeaders("direct:" + route, body, headers);
        }
    }

    private static PGSimpleDataSource sessions(TestDatabase db, String role, String path) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(db.url());
        dataSource.setUser(db.user());
        dataSource.setPassword(db.password());
        dataSource.setOptions(String.format(Locale.ROOT, "-c role=%s -c search_path=%s", role, path));
        return dataSource;
    }
}
