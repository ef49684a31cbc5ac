-- Many records at once, numbered in their order, after the step of their page: a step outside a run leaves no lease,
-- its records belong to run 0.
insert into {schema}.etl_rejected_record (pipeline, run_number, target_table, record_key, record, sql_state, reason, postponed_at)
select origin.pipeline,
       coalesce((select p.run_number
                 from {schema}.etl_pipeline p
                 where p.name = origin.pipeline and p.lease_owner is not null), 0),
       bad.target_table, bad.record_key, cast(bad.record as json), bad.sql_state, bad.reason, origin.postponed_at
from (select cast(? as text) as pipeline, cast(? as timestamptz) as postponed_at) origin,
     unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]))
         with ordinality bad (target_table, record_key, record, sql_state, reason, place)
order by bad.place
