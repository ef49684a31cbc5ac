-- Sets the cursor, forgets the window, ends any lease, and records it all under a run number of its own.
with sought as (
    insert into {schema}.etl_pipeline as p (name, cursor, cursor_type, version, run_number)
    values (?, cast(? as json), ?, 1, 1)
    on conflict (name) do update
        set cursor      = excluded.cursor,
            cursor_type = excluded.cursor_type,
            from_at     = null,
            before_at   = null,
            version     = p.version + 1,
            run_number  = p.run_number + 1,
            lease_owner = null,
            lease_until = null
    returning name, run_number, cursor
)
insert into {schema}.etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables, message)
select sought.name, sought.run_number, 'SEEK', clock_timestamp(), interval '0', 0, 0, '{}',
       concat('cursor set to ', sought.cursor, ', before: ',
              coalesce((select before.cursor::text from {schema}.etl_pipeline before where before.name = sought.name), 'none'))
from sought
