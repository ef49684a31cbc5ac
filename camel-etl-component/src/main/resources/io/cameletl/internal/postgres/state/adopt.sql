-- Forgets what the pipeline is made of, and records it under a run number of its own.
with adopted as (
    update {schema}.etl_pipeline p
    set made_of    = null,
        run_number = p.run_number operator(pg_catalog.+) 1
    where p.name operator(pg_catalog.=) ?
    returning p.name, p.run_number
)
insert into {schema}.etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables, message)
select adopted.name, adopted.run_number, 'ADOPT', pg_catalog.clock_timestamp(), cast('0' as pg_catalog.interval), 0, 0,
       cast('{}' as pg_catalog.json),
       pg_catalog.concat('adopted, was made of: ',
              coalesce((select cast(before.made_of as pg_catalog.text)
                        from {schema}.etl_pipeline before
                        where before.name operator(pg_catalog.=) adopted.name), 'nothing known'))
from adopted
