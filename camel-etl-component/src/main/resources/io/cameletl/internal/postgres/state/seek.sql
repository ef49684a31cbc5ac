-- Sets the cursor, forgets the window, ends any lease, and records it all under a run number of its own, the cursors only
-- where they may be shown.
with sought as (
    insert into {schema}.etl_pipeline as p (name, cursor, cursor_type, version, run_number)
    values (?, cast(? as pg_catalog.json), ?, 1, 1)
    on conflict (name) do update
        set cursor      = excluded.cursor,
            cursor_type = excluded.cursor_type,
            from_at     = null,
            before_at   = null,
            version     = p.version operator(pg_catalog.+) 1,
            run_number  = p.run_number operator(pg_catalog.+) 1,
            lease_owner = null,
            lease_until = null
    returning name, run_number, cursor
)
insert into {schema}.etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables, message)
select sought.name, sought.run_number, 'SEEK', pg_catalog.clock_timestamp(), cast('0' as pg_catalog.interval), 0, 0, '{}',
       case
           when cast(? as pg_catalog.bool)
               then pg_catalog.concat('cursor set to ', sought.cursor, ', before: ',
                       coalesce((select before.cursor::pg_catalog.text
                                 from {schema}.etl_pipeline before
                                 where before.name operator(pg_catalog.=) sought.name), 'none'))
           else 'cursor set to (hidden)'
       end
from sought
