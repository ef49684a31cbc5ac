-- All pipelines as the console lists them, as one JSON text: whoever looks, it is one statement. Times are seconds since
-- 1970, durations seconds. What is long is cut here, so that it does not come over the wire.
with ledgers as (
    select rejected.pipeline,
           pg_catalog.count(*) filter (where rejected.postponed_at is null) as rejected,
           pg_catalog.count(*) filter (where rejected.postponed_at is not null) as postponed
    from {schema}.etl_rejected_record rejected
    group by rejected.pipeline
),
pages as (
    select skipped.pipeline, pg_catalog.count(*) as skipped
    from {schema}.etl_skipped_page skipped
    group by skipped.pipeline
),
listed as (
    select p.*
    from {schema}.etl_pipeline p
    order by p.breaker_state operator(pg_catalog.=) 'OPEN' desc, p.consecutive_failures operator(pg_catalog.>) 0 desc,
             p.lease_owner is not null desc, p.name
    limit 1000
)
select cast(pg_catalog.json_build_object(
    'database', pg_catalog.current_database(),
    'at', extract(epoch from pg_catalog.clock_timestamp()),
    'total', (select pg_catalog.count(*) from {schema}.etl_pipeline),
    'pipelines', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'name', p.name,
             'lag', case
                        when p.from_at operator(pg_catalog.>) cast('0001-01-02 00:00:00+00' as pg_catalog.timestamptz)
                             and pg_catalog.isfinite(p.from_at)
                            then extract(epoch from greatest(
                                pg_catalog.clock_timestamp() operator(pg_catalog.-) p.from_at,
                                cast('0' as pg_catalog.interval)))
                    end,
             'paused', p.paused,
             'failures', p.consecutive_failures,
             'error', pg_catalog."left"(p.last_error, 1100),
             'open', p.breaker_state operator(pg_catalog.=) 'OPEN' and p.breaker_until is not null,
             'openUntil', extract(epoch from p.breaker_until),
             'holder', p.lease_owner,
             'live', coalesce(p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp(), false),
             'leaseUntil', extract(epoch from p.lease_until),
             'since', extract(epoch from p.lease_since),
             'phase', p.lease_phase,
             'phaseSince', extract(epoch from p.lease_phase_since),
             'page', coalesce(p.lease_page, 0),
             'rows', coalesce(p.lease_rows, 0),
             'run', p.run_number,
             'lastGood', extract(epoch from greatest(good.ended_at, p.last_idle_at)),
             'skipped', coalesce(pages.skipped, 0),
             'rejected', coalesce(ledgers.rejected, 0),
             'postponed', coalesce(ledgers.postponed, 0),
             'runs', coalesce(marks.runs, '[]')))
         from listed p
         left join ledgers on ledgers.pipeline operator(pg_catalog.=) p.name
         left join pages on pages.pipeline operator(pg_catalog.=) p.name
         left join lateral (select r.started_at operator(pg_catalog.+) r.took as ended_at
                            from {schema}.etl_run r
                            where r.pipeline operator(pg_catalog.=) p.name
                              and r.outcome operator(pg_catalog.=) any (array['DRAINED', 'PAGE_LIMIT'])
                            order by r.run_number desc
                            limit 1) good on true
         left join lateral (select pg_catalog.json_agg(pg_catalog.json_build_array(
                                       last.run_number, last.outcome, extract(epoch from last.started_at),
                                       extract(epoch from last.took), last.rows) order by last.run_number) as runs
                            from (select r.run_number, r.outcome, r.started_at, r.took, r.rows
                                  from {schema}.etl_run r
                                  where r.pipeline operator(pg_catalog.=) p.name
                                  order by r.run_number desc
                                  limit 20) last) marks on true),
        '[]')) as pg_catalog.text)
