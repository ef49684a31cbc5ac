package io.cameletl.security.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What another role can put in the way of a session in whose search path it may create: for the operators, functions,
 * types and tables of PostgreSQL, others of the same names that note their call in a table, and answer NULL. A call whose
 * transaction is rolled back is noted by a sequence.
 */
public final class Trap {
    private static final Pattern OPERATOR = Pattern.compile("(?i)OPERATOR\\(\\w+\\.([^)]+)\\)");
    private static final Pattern FUNCTION = Pattern.compile("(?i)pg_catalog\\.(\\w+)\\(");

    /** Types that values of a statement may have, where PostgreSQL has no operator of exactly these two. */
    private static final String TYPES =
            """
            'text', 'varchar', 'bpchar', 'name', '"char"', 'int2', 'int4', 'int8', 'float8', 'numeric', 'bool', 'oid',
            'timestamptz', 'timestamp', 'date', 'interval', 'json', 'jsonb', 'regclass', 'regproc', 'regtype', 'xid', 'tid',
            'text[]', 'varchar[]', 'name[]', 'int4[]', 'int8[]', 'record', 'public.mood', 'public.code'""";

    private final TestDatabase db;
    private final String role;
    private final String schema;

    /** @param schema where the role may create; it is made when it is not there */
    public Trap(TestDatabase db, String role, String schema) {
        this.db = db;
        this.role = role;
        this.schema = schema;
        as(
                "create table @.trap (what text)",
                "create sequence @.sprung",
                "grant insert on @.trap to public",
                "grant usage on sequence @.sprung to public",
                """
                create function @.caught(pg_catalog.text) returns pg_catalog.bool language plpgsql as $f$
                begin
                  perform pg_catalog.nextval('@.sprung'::pg_catalog.regclass);
                  insert into @.trap values ($1);
                  return true;
                end $f$""");
    }

    /** For all that PostgreSQL has, one of the same name and arguments: for a schema that comes before pg_catalog. */
    public Trap likeAll() {
        as(
                """
                do $do$
                declare
                  f record;
                begin
                  for f in
                    select distinct on (p.proname, a.args) p.proname as name, a.args, r.result
                    from pg_catalog.pg_proc p
                    cross join lateral (
                      select coalesce(string_agg(format_type(t.oid, null), ', ' order by u.n), '') as args,
                        coalesce(bool_or(y.typname like 'any%'), false) as poly,
                        coalesce(bool_or(y.typtype = 'p' and y.typname !~ '^any[^a]?.*(element|array|range|enum)$'), false) as no
                      from unnest(p.proargtypes) with ordinality u (oid, n)
                      join pg_type t on t.oid = u.oid join pg_type y on y.oid = u.oid) a
                    cross join lateral (
                      select case when y.typtype <> 'p' or (a.poly and y.typname like 'any%')
                        then format_type(y.oid, null) else 'pg_catalog.text' end as result
                      from pg_type y where y.oid = p.prorettype) r
                    where p.pronamespace = 'pg_catalog'::regnamespace and not a.no
                  loop
                    begin
                      execute format('create function @.%I(%s) returns %s language plpgsql as %L',
                        f.name, f.args, f.result, 'begin perform @.caught(''function ' || f.name || '''); return null; end');
                    exception when others then
                      null;
                    end;
                  end loop;
                  for f in
                    select o.oid, o.oprname as name, o.oprkind as kind, o.oprleft::regtype as l, o.oprright::regtype as r,
                      o.oprresult::regtype as result
                    from pg_catalog.pg_operator o
                  loop
                    begin
                      execute format('create function @.op_%s(%s) returns %s language plpgsql as %L',
                        f.oid, case f.kind when 'l' then f.r::text else f.l || ', ' || f.r end, f.result,
                        'begin perform @.caught(''operator ' || f.name || '''); return null; end');
                      execute format('create operator @.%s (function = @.op_%s, %s rightarg = %s)',
                        f.name, f.oid, case f.kind when 'b' then 'leftarg = ' || f.l || ',' end, f.r);
                    exception when others then
                      null;
                    end;
                  end loop;
                  for f in
                    select t.typname as name
                    from pg_catalog.pg_type t
                    where t.typnamespace = 'pg_catalog'::regnamespace and t.typtype = 'b' and t.typelem = 0
                  loop
                    execute format('create domain @.%I as pg_catalog.%I check (@.caught(%L))',
                      f.name, f.name, 'type ' || f.name);
                  end loop;
                  for f in
                    select c.relname as name
                    from pg_catalog.pg_class c
                    where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v')
                      and pg_catalog.has_table_privilege(c.oid, 'select')
                  loop
                    begin
                      execute format('create view @.%I as select * from pg_catalog.%I where @.caught(%L)',
                        f.name, f.name, 'table ' || f.name);
                      execute format('grant select on @.%I to public', f.name);
                    exception when others then
                      null;
                    end;
                  end loop;
                end $do$""");
        return requireSet(2_000, 700);
    }

    /** For the operators and functions of statements, those for pairs of types for which PostgreSQL itself has none. */
    public Trap moreExactThan(List<String> statements) {
        String operators = names(OPERATOR, statements);
        String functions = names(FUNCTION, statements);
        as(
                """
                do $do$
                declare
                  f record;
                begin
                  for f in
                    select o.name, l.type as l, r.type as r,
                      case when o.name in ('=', '<>', '<', '>', '<=', '>=', '*<>') then 'pg_catalog.bool' else 'pg_catalog.text'
                        end as result, row_number() over () as n
                    from unnest(array[%1$s]) o (name), unnest(array[%3$s]) l (type), unnest(array[%3$s]) r (type)
                  loop
                    begin
                      execute format('create function @.exact_%%s(%%s, %%s) returns %%s language plpgsql as %%L',
                        f.n, f.l, f.r, f.result, 'begin perform @.caught(''operator ' || f.name || '''); return null; end');
                      execute format('create operator @.%%s (function = @.exact_%%s, leftarg = %%s, rightarg = %%s)',
                        f.name, f.n, f.l, f.r);
                    exception when others then
                      null;
                    end;
                  end loop;
                  for f in
                    select o.name, a.args
                    from unnest(array[%2$s]) o (name), lateral (
                      select x.type as args from unnest(array[%3$s]) x (type)
                      union all
                      select x.type || ', ' || y.type
                      from unnest(array['text', 'varchar', 'name', 'int4', 'int8', 'oid', 'regclass', 'json']) x (type),
                        unnest(array['text', 'varchar', 'name', 'int4', 'int8', 'oid', 'regclass', 'json']) y (type)
                      union all
                      select x.type || ', ' || y.type || ', ' || z.type
                      from unnest(array['text', 'varchar', 'json', 'oid']) x (type),
                        unnest(array['text', 'varchar', 'json']) y (type), unnest(array['text', 'varchar', 'bool']) z (type)) a
                  loop
                    begin
                      execute format('create function @.%%I(%%s) returns pg_catalog.text language plpgsql as %%L',
                        f.name, f.args, 'begin perform @.caught(''function ' || f.name || '''); return null; end');
                    exception when others then
                      null;
                    end;
                  end loop;
                end $do$"""
                        .formatted(operators, functions, TYPES));
        return requireSet(2_000, 2_000);
    }

    private Trap requireSet(int functions, int operators) {
        assertThat(db.<Long>value("select count(*) from pg_proc where pronamespace = '" + schema + "'::regnamespace"))
                .isGreaterThan(functions);
        assertThat(db.<Long>value(
                        "select count(*) from pg_operator where oprnamespace = '" + schema + "'::regnamespace"))
                .isGreaterThan(operators);
        return this;
    }

    public void empty() {
        as("delete from @.trap", "alter sequence @.sprung restart");
    }

    public void assertEmpty() {
        List<Map<String, Object>> caught = db.query("select distinct what from " + schema + ".trap order by what");
        assertThat(caught)
                .as("what the role %s got called in %s", role, db.name())
                .isEmpty();
        assertThat(db.<Boolean>value("select is_called from " + schema + ".sprung"))
                .isFalse();
    }

    private static String names(Pattern pattern, List<String> statements) {
        TreeSet<String> names = new TreeSet<>();
        for (String statement : statements) {
            Matcher matcher = pattern.matcher(statement);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        assertThat(names).hasSizeGreaterThan(3);
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    private void as(String... statements) {
        for (String statement : statements) {
            db.execute("set role " + role + ";\n" + statement.replace("@", schema));
        }
    }
}
