-- A drained window has its start at its end, so the lag counts from the start either way; the very first window starts
-- at the beginning of time and says nothing of it.
select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
       case
           when from_at operator(pg_catalog.>) ? and pg_catalog.isfinite(from_at) then
               extract(epoch from greatest(pg_catalog.clock_timestamp() operator(pg_catalog.-) from_at, cast('0' as pg_catalog.interval)))
       end,
       case when lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp() then lease_owner end,
       case when lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp() then extract(epoch from lease_until) end,
       paused, consecutive_failures, last_error,
       breaker_state operator(pg_catalog.=) 'OPEN' and breaker_until is not null, extract(epoch from breaker_until),
       (select pg_catalog.count(*) from {schema}.etl_skipped_page skipped where skipped.pipeline operator(pg_catalog.=) p.name),
       (select pg_catalog.count(*) from {schema}.etl_rejected_record rejected where rejected.pipeline operator(pg_catalog.=) p.name and rejected.postponed_at is null),
       (select pg_catalog.count(*) from {schema}.etl_rejected_record rejected where rejected.pipeline operator(pg_catalog.=) p.name and rejected.postponed_at is not null),
       (select extract(epoch from pg_catalog.min(waiting.postponed_at))
        from {schema}.etl_rejected_record waiting
        where waiting.pipeline operator(pg_catalog.=) p.name and waiting.postponed_at is not null),
       case when lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp() then extract(epoch from lease_since) end,
       lease_phase, extract(epoch from lease_phase_since), lease_page, lease_rows, run_number,
       idle_runs, extract(epoch from last_idle_at)
from {schema}.etl_pipeline p
where name operator(pg_catalog.=) ?
