-- One step of the position. The version says where it starts from; a holder's lease must be live, and a step without
-- a holder (a load outside a run) needs that nobody else's is. Such a step ends a lease that ran out.
update {schema}.etl_pipeline p
set version     = p.version operator(pg_catalog.+) 1,
    cursor      = coalesce(step.cursor, p.cursor),
    cursor_type = coalesce(step.cursor_type, p.cursor_type),
    from_at     = step.from_at,
    before_at   = step.before_at,
    lease_owner = step.owner,
    lease_until = case when step.owner is not null then p.lease_until end
from (select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.text) as owner, cast(? as pg_catalog.json) as cursor,
             cast(? as pg_catalog.text) as cursor_type, cast(? as pg_catalog.timestamptz) as from_at, cast(? as pg_catalog.timestamptz) as before_at) step
where p.name operator(pg_catalog.=) step.name
  and p.version operator(pg_catalog.=) step.version
  and case
          when step.owner is null then p.lease_until is null or p.lease_until operator(pg_catalog.<=) pg_catalog.clock_timestamp()
          else p.lease_owner operator(pg_catalog.=) step.owner and p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
      end
returning p.version
