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
       lease_phase, extract(epoch from lease_phase_since), lease_page, lease_rows, coalesce(lease_run, run_number),
       idle_runs, extract(epoch from last_idle_at),
       first_load.ranges, first_load.done, first_load.rows, first_load.part,
       extract(epoch from verified.ended_at),
       extract(epoch from greatest(pg_catalog.clock_timestamp() operator(pg_catalog.-) coalesce(verified.ended_at, p.created_at),
                                   cast('0' as pg_catalog.interval))),
       verified.repaired, verified.target_table, verified.differences
from {schema}.etl_pipeline p
     left join lateral (select v.ended_at, v.allowed is not null as repaired, v.target_table,
                               v.missing operator(pg_catalog.+) v.different operator(pg_catalog.+) v.surplus as differences
                        from {schema}.etl_verification v
                        where v.pipeline operator(pg_catalog.=) p.name
                          and v.ended_at is not null
                        order by v.id desc
                        limit 1) verified on true,
     lateral (select pg_catalog.count(*) as ranges, pg_catalog.count(*) filter (where s.done) as done, pg_catalog.sum(s.rows) as rows,
                     pg_catalog.avg(
                         case
                             when s.done then cast(1 as pg_catalog.float8)
                             else least(cast(s.rows as pg_catalog.float8)
                                            operator(pg_catalog./) cast(greatest(s.expected, 1) as pg_catalog.float8),
                                        cast(0.99 as pg_catalog.float8))
                         end) as part
              from {schema}.etl_shard s
              where s.pipeline operator(pg_catalog.=) p.name and p.cursor is null) first_load
where name operator(pg_catalog.=) ?
