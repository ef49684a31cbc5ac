-- Records a run, and gives back the lease. A run that found nothing to do, and has nothing to say, is counted, unless it is
-- the first good one after failed ones. What is too old, or too much, leaves the history with each 64th run. When the lease
-- is another's by now, or was ended by a seek, the run is recorded and nothing else changes. Told a second time, it changes
-- nothing.
-- The window is closed only at the version that the run's last step left: a crash may have taken back the last pages,
-- which are committed without waiting for the disk, and what they had drained is to be read again.
-- A run that was stopped, or compared and repaired, has shown neither that things are well nor that they are not.
-- How many records a row is made into is reckoned anew whenever the runs since the last time had 100 rows: one by one,
-- small runs say too little. The latest reckoning counts for a quarter. Then, and only then, the statement answers what
-- it was before and what it is made of now.
with run as (
    select cast(? as pg_catalog.text) as pipeline, cast(? as pg_catalog.int8) as run_number, cast(? as pg_catalog.text) as outcome,
           cast(? as pg_catalog.timestamptz) as started_at, pg_catalog.make_interval(secs => ?) as took,
           cast(? as pg_catalog.int4) as pages,
           cast(? as pg_catalog.int8) as rows, cast(? as pg_catalog.int8) as records, cast(? as pg_catalog.json) as tables, cast(? as pg_catalog.text) as message,
           cast(? as pg_catalog.text) as owner, cast(? as pg_catalog.timestamptz) as from_at, cast(? as pg_catalog.timestamptz) as before_at,
           cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.bool) as reckoned,
           pg_catalog.make_interval(secs => ?) as lag,
           pg_catalog.clock_timestamp() operator(pg_catalog.-) pg_catalog.make_interval(secs => ?) as kept_since,
           cast(? as pg_catalog.int4) as kept_runs
),
reckoning as (
    select p.name, p.records_per_row as before, recent.rows, recent.records,
           run.reckoned and recent.rows operator(pg_catalog.>=) 100 as due,
           case
               when recent.rows operator(pg_catalog.<>) 0
                   then cast(recent.records as pg_catalog.float8)
                       operator(pg_catalog./) cast(recent.rows as pg_catalog.float8)
           end as now
    from run,
         {schema}.etl_pipeline p,
         lateral (select p.recent_rows operator(pg_catalog.+) run.rows as rows,
                         p.recent_records operator(pg_catalog.+) run.records as records) recent
    where p.name operator(pg_catalog.=) run.pipeline
),
idle as (
    select run.outcome operator(pg_catalog.=) 'DRAINED' and run.pages operator(pg_catalog.=) 0 and run.message is null
               and coalesce(p.consecutive_failures, 0) operator(pg_catalog.=) 0 as counted,
           p.idle_runs as before
    from run left join {schema}.etl_pipeline p on p.name operator(pg_catalog.=) run.pipeline
),
recorded as (
    insert into {schema}.etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, records, tables, message,
                                  idle_before, lag)
    select run.pipeline, run.run_number, run.outcome, run.started_at, run.took, run.pages, run.rows, run.records, run.tables,
           run.message, idle.before, run.lag
    from run, idle
    where not idle.counted
    on conflict (pipeline, run_number) do nothing
),
outdated as (
    select run.pipeline, run.kept_since,
           (select kept.run_number
            from {schema}.etl_run kept
            where kept.pipeline operator(pg_catalog.=) run.pipeline
            order by kept.run_number desc
            offset run.kept_runs limit 1) as run_number
    from run
    where run.run_number operator(pg_catalog.%) 64 operator(pg_catalog.=) 0
),
pruned as (
    delete from {schema}.etl_run old
    using outdated
    where old.pipeline operator(pg_catalog.=) outdated.pipeline
      -- each by its own age: one run whose node had a wrong clock must not take the others with it
      and (old.run_number operator(pg_catalog.<=) outdated.run_number
           or old.started_at operator(pg_catalog.<) outdated.kept_since)
)
update {schema}.etl_pipeline p
set lease_owner          = null,
    lease_until          = null,
    version              = p.version operator(pg_catalog.+)
                               case when run.before_at is not null and p.version operator(pg_catalog.=) run.version then 1 else 0 end,
    from_at              = case when p.version operator(pg_catalog.=) run.version then coalesce(run.from_at, p.from_at) else p.from_at end,
    before_at            = case when p.version operator(pg_catalog.=) run.version then coalesce(run.before_at, p.before_at) else p.before_at end,
    consecutive_failures = case
                               when run.outcome operator(pg_catalog.=) 'FAILED' then p.consecutive_failures operator(pg_catalog.+) 1
                               when run.outcome operator(pg_catalog.=) any (array['STOPPED', 'VERIFIED', 'RECONCILED']) then p.consecutive_failures
                               else 0
                           end,
    last_error           = case
                               when run.outcome operator(pg_catalog.=) 'FAILED' then run.message
                               when run.outcome operator(pg_catalog.=) any (array['STOPPED', 'VERIFIED', 'RECONCILED']) then p.last_error
                           end,
    last_error_at        = case
                               when run.outcome operator(pg_catalog.=) 'FAILED' then pg_catalog.clock_timestamp()
                               when run.outcome operator(pg_catalog.=) any (array['STOPPED', 'VERIFIED', 'RECONCILED']) then p.last_error_at
                           end,
    records_per_row      = case
                               when reckoning.due
                                   then coalesce(
                                       reckoning.before operator(pg_catalog.+)
                                           ((reckoning.now operator(pg_catalog.-) reckoning.before)
                                               operator(pg_catalog./) cast(4 as pg_catalog.float8)),
                                       reckoning.now)
                               else p.records_per_row
                           end,
    idle_runs            = case when idle.counted then p.idle_runs operator(pg_catalog.+) 1 else 0 end,
    last_idle_at         = case when idle.counted then pg_catalog.clock_timestamp() else p.last_idle_at end,
    recent_rows          = case when reckoning.due then 0 when run.reckoned then reckoning.rows else p.recent_rows end,
    recent_records       = case when reckoning.due then 0 when run.reckoned then reckoning.records else p.recent_records end
from run, reckoning, idle
where p.name operator(pg_catalog.=) run.pipeline
  and reckoning.name operator(pg_catalog.=) p.name
  and p.lease_owner operator(pg_catalog.=) run.owner
returning reckoning.due, reckoning.before, reckoning.rows, reckoning.records
