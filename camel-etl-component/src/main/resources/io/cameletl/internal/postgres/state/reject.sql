-- Many records at once, numbered in their order, after the step of their page: a step outside a run leaves no lease,
-- its records belong to run 0.
insert into {schema}.etl_rejected_record
    (pipeline, run_number, target_table, record_key, record, sql_state, reason, postponed_at, waits_for)
select origin.pipeline,
       coalesce((select coalesce(p.lease_run, p.run_number)
                 from {schema}.etl_pipeline p
                 where p.name operator(pg_catalog.=) origin.pipeline and p.lease_owner is not null), 0),
       bad.target_table, bad.record_key, cast(bad.record as pg_catalog.json), bad.sql_state, bad.reason,
       cast(bad.postponed_at as pg_catalog.timestamptz), bad.waits_for
from (select cast(? as pg_catalog.text) as pipeline) origin,
     rows from (pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])))
         with ordinality bad (target_table, record_key, record, sql_state, reason, postponed_at, waits_for, place)
order by bad.place
