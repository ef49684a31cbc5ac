-- Which tables names stand for, in their order; empty for a name that stands for none.
select coalesce(pg_catalog.to_regclass(named.name)::pg_catalog.oid::pg_catalog.text, '')
from pg_catalog.unnest(cast(? as pg_catalog.text[])) with ordinality named (name, place)
order by named.place
