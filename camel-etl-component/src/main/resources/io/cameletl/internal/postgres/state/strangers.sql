-- What of the state tables could run the code of others as us, or is no plain table; no row when all is well. A part of a
-- table, such as a trigger, is its owner's; but whoever has the privilege TRIGGER can add a trigger, and a table may have
-- had another owner. So the functions, operators and types count by whose they are, and the tables and views that a rule or a
-- policy reaches, which have code of their own. PostgreSQL's own are in pg_depend nowhere. Trusted are superusers, the session's role or one that it acts as, and who acts as the schema's owner.
with me as (
    select r.oid, r.rolsuper
    from pg_catalog.pg_roles r
    where r.rolname operator(pg_catalog.=) current_user
),
trusted as (
    select r.oid
    from pg_catalog.pg_roles r, me, pg_catalog.pg_namespace n
    where n.nspname operator(pg_catalog.=) ?
      and (r.rolsuper
          or r.oid operator(pg_catalog.=) me.oid
          or not me.rolsuper and pg_catalog.pg_has_role(me.oid, r.oid, 'USAGE')
          or pg_catalog.pg_has_role(r.oid, n.nspowner, 'USAGE'))
),
state as (
    select c.oid, c.relname, c.relowner, c.relacl,
           case
               when c.relkind operator(pg_catalog.<>) 'r' then 'no table'
               when c.relpersistence operator(pg_catalog.<>) 'p' then 'unlogged'
               when c.relispartition
                   or exists (select
                              from pg_catalog.pg_inherits i
                              where i.inhrelid operator(pg_catalog.=) c.oid
                                 or i.inhparent operator(pg_catalog.=) c.oid) then 'part of an inheritance'
           end as flaw
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
    where n.nspname operator(pg_catalog.=) ?
      and c.relname operator(pg_catalog.=) any (?)
),
part as (
    select s.relname, 'a column' as what, 'pg_catalog.pg_class'::pg_catalog.regclass as of_class, s.oid
    from state s
    union all
    select s.relname, pg_catalog.concat('the index "', x.relname, '"'), 'pg_catalog.pg_class'::pg_catalog.regclass, x.oid
    from state s
    join pg_catalog.pg_index i on i.indrelid operator(pg_catalog.=) s.oid
    join pg_catalog.pg_class x on x.oid operator(pg_catalog.=) i.indexrelid
    union all
    select s.relname, pg_catalog.concat('the trigger "', g.tgname, '"'), 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid
    from state s
    join pg_catalog.pg_trigger g on g.tgrelid operator(pg_catalog.=) s.oid and not g.tgisinternal
    union all
    select s.relname, pg_catalog.concat('the rule "', w.rulename, '"'), 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid
    from state s
    join pg_catalog.pg_rewrite w on w.ev_class operator(pg_catalog.=) s.oid
    union all
    select s.relname, pg_catalog.concat('the policy "', p.polname, '"'), 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid
    from state s
    join pg_catalog.pg_policy p on p.polrelid operator(pg_catalog.=) s.oid
    union all
    select s.relname, 'the default of a column', 'pg_catalog.pg_attrdef'::pg_catalog.regclass, d.oid
    from state s
    join pg_catalog.pg_attrdef d on d.adrelid operator(pg_catalog.=) s.oid
    union all
    select s.relname, pg_catalog.concat('the constraint "', k.conname, '"'),
           'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid
    from state s
    join pg_catalog.pg_constraint k on k.conrelid operator(pg_catalog.=) s.oid
),
used as (
    select part.relname, part.what, coalesce(f.proowner, o.oprowner, t.typowner, x.opcowner, r.relowner) as owner,
           pg_catalog.pg_describe_object(d.refclassid, d.refobjid, 0) as code
    from part
    join pg_catalog.pg_depend d
        on d.classid operator(pg_catalog.=) part.of_class and d.objid operator(pg_catalog.=) part.oid
    left join pg_catalog.pg_proc f
        on d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass
            and f.oid operator(pg_catalog.=) d.refobjid
    left join pg_catalog.pg_operator o
        on d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass
            and o.oid operator(pg_catalog.=) d.refobjid
    left join pg_catalog.pg_type t
        on d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
            and t.oid operator(pg_catalog.=) d.refobjid
    left join pg_catalog.pg_opclass x
        on d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_opclass'::pg_catalog.regclass
            and x.oid operator(pg_catalog.=) d.refobjid
    left join pg_catalog.pg_class r
        on d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
            and r.oid operator(pg_catalog.=) d.refobjid
),
found as (
    select 1 as place, s.relname, 'KIND' as flaw, s.flaw as what, null::pg_catalog.text as code, s.relowner as owner
    from state s
    where s.flaw is not null
    union all
    select 2, s.relname, 'OWNER', null, null, s.relowner
    from state s
    where not exists (select from trusted where trusted.oid operator(pg_catalog.=) s.relowner)
    union all
    select 3, u.relname, 'CODE', u.what, u.code, u.owner
    from used u
    where u.owner is not null
      and not exists (select from trusted where trusted.oid operator(pg_catalog.=) u.owner)
    union all
    select 4, s.relname, 'TRIGGER', null, null, a.grantee
    from state s
    cross join lateral pg_catalog.aclexplode(s.relacl) a
    where a.privilege_type operator(pg_catalog.=) 'TRIGGER'
      and not exists (select from trusted where trusted.oid operator(pg_catalog.=) a.grantee)
)
select found.flaw, found.relname, found.what, found.code,
       case
           when found.owner operator(pg_catalog.=) 0::pg_catalog.oid then 'PUBLIC'
           else pg_catalog.concat('"', pg_catalog.pg_get_userbyid(found.owner), '"')
       end,
       pg_catalog.concat('"', current_user, '"')
from found
order by found.place, found.relname, found.what
