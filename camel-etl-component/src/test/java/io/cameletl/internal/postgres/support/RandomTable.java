package io.cameletl.internal.postgres.support;

import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A table of a random kind, {@code app.t (k, k2, a, version)}, with what may come between a record and its row, and random
 * pages for it. Keys are pairs of a text and a number. What the table makes of a key is told by {@link #form}.
 */
public final class RandomTable {
    /** What the key's first column is: the type, and whether upper and lower case are one key. */
    private enum Key {
        TEXT("text", false),
        VARCHAR("varchar(20)", false),
        NAME("name", false),
        CITEXT("ext.citext", true),
        DOMAIN("ext.ci", true),
        NOCASE("text collate ext.nocase", true),
        INDEXED_NOCASE("text", true),
        INDEXED_EXACT("ext.citext", false);

        final String type;
        final boolean nocase;

        Key(String type, boolean nocase) {
            this.type = type;
            this.nocase = nocase;
        }
    }

    /** What may come between. */
    private enum Between {
        NOTHING,
        COLUMN_TRIGGER,
        KEY_TRIGGER,
        LEAVING_OUT,
        KEEPING,
        MARKING,
        ROUTING,
        HIDING,
        LOCKING,
        PARTITIONS,
        CHILDREN,
        IDENTITY,
        GENERATED,
        DEFERRABLE
    }

    private final Random random;
    private final Key key;
    private final Between between;
    private final boolean versioned;
    private final boolean deletes;

    public RandomTable(Random random) {
        this.random = random;
        this.between = one(Between.values());
        this.key = one(Key.values());
        this.versioned = random.nextBoolean();
        this.deletes = between != Between.HIDING && random.nextInt(4) > 0;
    }

    public TableSpec spec() {
        return new TableSpec(
                QualifiedName.parse("app.t"),
                List.of("k", "k2"),
                versioned ? "version" : null,
                deletes ? "gone" : null);
    }

    /** Once for a database. */
    public static void prepare(TestDatabase db, String role) {
        db.execute(
                "create schema ext",
                "create schema app",
                "create extension citext schema ext",
                "create domain ext.ci as ext.citext",
                "create collation ext.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "grant usage on schema app, ext to " + role);
    }

    /** Drops the last table, and makes this one with some rows. */
    public void create(TestDatabase db, String role) {
        String extra =
                switch (between) {
                    case IDENTITY -> ", seq bigint generated always as identity";
                    case GENERATED -> ", twice int generated always as (k2 * 2) stored";
                    default -> "";
                };
        List<String> sql = new ArrayList<>(List.of(
                "drop table if exists app.t cascade",
                "create table app.t (k " + key.type + " not null, k2 int not null, a text, version int" + extra + ")"
                        + (between == Between.PARTITIONS ? " partition by list (k2)" : "")));
        sql.add(unique());
        switch (between) {
            case PARTITIONS ->
                sql.addAll(List.of(
                        "create table app.t1 partition of app.t for values in (1)",
                        "create table app.t2 partition of app.t default"));
            case CHILDREN, ROUTING ->
                sql.addAll(List.of("create table app.c () inherits (app.t)", unique().replace("app.t", "app.c")));
            default -> {}
        }
        sql.add("grant all on all tables in schema app to " + role);
        db.execute(sql.toArray(String[]::new));
        for (int row = random.nextInt(12); row > 0; row--) {
            String into = between == Between.CHILDREN && random.nextBoolean() ? "app.c" : "app.t";
            String text = text();
            db.execute("insert into " + into + " (k, k2, a, version) select '" + text + "', " + (1 + random.nextInt(2))
                    + ", '" + value() + "', " + version()
                    + " where not exists (select from app.t where lower(k::text) = lower('" + text + "'))");
        }
        intervene(db);
    }

    private String unique() {
        return switch (key) {
            case INDEXED_NOCASE -> "create unique index on app.t (k collate ext.nocase, k2)";
            case INDEXED_EXACT -> "create unique index on app.t (k text_ops, k2)";
            default ->
                "alter table app.t add " + (random.nextBoolean() ? "primary key" : "unique") + " (k, k2)"
                        + (between == Between.DEFERRABLE ? " deferrable initially immediate" : "");
        };
    }

    private void intervene(TestDatabase db) {
        switch (between) {
            case COLUMN_TRIGGER -> trigger(db, "insert or update", "new.a := new.a || '!'; return new;");
            case KEY_TRIGGER -> trigger(db, "insert or update", "new.k := lower(new.k::text); return new;");
            case LEAVING_OUT ->
                trigger(db, "insert or update", "if new.k2 = 1 and new.a < 'c' then return null; end if; return new;");
            case KEEPING -> trigger(db, "delete", "if old.k2 = 1 then return null; end if; return old;");
            case MARKING -> trigger(db, "delete", "update app.t set a = 'marked' where ctid = old.ctid; return null;");
            case ROUTING ->
                trigger(
                        db,
                        "insert",
                        "if new.k2 = 1 then insert into app.c values (new.k, new.k2, new.a, new.version);"
                                + " return null; end if; return new;");
            case HIDING ->
                db.execute(
                        "alter table app.t enable row level security",
                        "create policy p on app.t using (a is distinct from 'c') with check (true)");
            case LOCKING ->
                db.execute(
                        "alter table app.t enable row level security",
                        "create policy s on app.t for select using (true)",
                        "create policy i on app.t for insert with check (true)",
                        "create policy u on app.t for update using (k2 <> 1)",
                        "create policy d on app.t for delete using (k2 <> 1)");
            default -> {}
        }
    }

    private static void trigger(TestDatabase db, String events, String body) {
        db.execute(
                "create or replace function app.f() returns trigger language plpgsql as $$ begin " + body + " end $$",
                "create trigger tr before " + events + " on app.t for each row execute function app.f()");
    }

    public TargetData page() {
        boolean identity = between == Between.IDENTITY && random.nextBoolean();
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        for (int record = 1 + random.nextInt(12); record > 0; record--) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("k", text());
            values.put("k2", 1 + random.nextInt(2));
            values.put("a", value());
            values.put("version", version());
            values.put("gone", deletes && random.nextInt(3) == 0 ? true : null);
            if (identity) {
                values.put("seq", 1 + random.nextInt(4));
            }
            if (!deletes) {
                values.remove("gone");
            }
            records.add(values);
        }
        return new TargetData("app.t", records);
    }

    /** The key as the table takes it: two records of one key have the same. */
    public String form(Map<String, ? extends @Nullable Object> values) {
        String text = String.valueOf(values.get("k"));
        return (key.nocase ? text.toLowerCase(Locale.ROOT) : text) + "/" + values.get("k2");
    }

    /** The row that the table makes of a record. */
    public Map<String, @Nullable Object> written(Map<String, @Nullable Object> record) {
        Map<String, @Nullable Object> row = row(record);
        if (between == Between.COLUMN_TRIGGER) {
            row.put("a", row.get("a") + "!");
        } else if (between == Between.KEY_TRIGGER) {
            row.put("k", String.valueOf(row.get("k")).toLowerCase(Locale.ROOT));
        }
        return row;
    }

    /** What is left of a row that is deleted; null for nothing. */
    public @Nullable Map<String, @Nullable Object> deleted(Map<String, @Nullable Object> row) {
        if (between != Between.MARKING) {
            return null;
        }
        Map<String, @Nullable Object> marked = new LinkedHashMap<>(row);
        marked.put("a", "marked");
        return marked;
    }

    /** The columns that records and rows have in common. */
    public static Map<String, @Nullable Object> row(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String column : List.of("k", "k2", "a", "version")) {
            row.put(column, values.get(column));
        }
        return row;
    }

    public boolean isVersioned() {
        return versioned;
    }

    /** Whether all records must get through that do not have two forms of one key. */
    public boolean isPlain() {
        return switch (between) {
            case NOTHING, COLUMN_TRIGGER, MARKING, ROUTING, PARTITIONS, CHILDREN, GENERATED, DEFERRABLE -> true;
            default -> false;
        };
    }

    /** Whether a row that is inserted is counted so. */
    public boolean countsInserts() {
        return between != Between.ROUTING;
    }

    private String text() {
        return one(new String[] {"abc", "ABC", "Abc", "b", "B", "c", "d", "e", "f"});
    }

    private @Nullable String value() {
        return one(new String[] {"a", "b", "c", "d"});
    }

    private @Nullable Integer version() {
        return random.nextInt(8) == 0 ? null : Integer.valueOf(random.nextInt(4));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Override
    public String toString() {
        return "key " + key + ", " + between + (versioned ? ", versioned" : "") + (deletes ? ", deletes" : "");
    }
}
