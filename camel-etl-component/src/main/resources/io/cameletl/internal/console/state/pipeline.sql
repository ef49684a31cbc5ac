-- One pipeline with its history and a page of each ledger, as one JSON text. Times are seconds since 1970, durations
-- seconds. A record may be of any size: its beginning comes only when records are shown, and of its size the stored one,
-- for which it need not be read.
with asked as (
    select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.int8) as skipped,
           cast(? as pg_catalog.int8) as rejected, cast(? as pg_catalog.int8) as postponed,
           cast(? as pg_catalog.bool) as records
)
select cast(pg_catalog.json_build_object(
    'cursor', pg_catalog."left"(cast(p.cursor as pg_catalog.text), 10000),
    'fromAt', extract(epoch from p.from_at),
    'beforeAt', extract(epoch from p.before_at),
    'error', pg_catalog."left"(p.last_error, 10000),
    'verification', (select pg_catalog.json_build_object(
             'endedAt', extract(epoch from v.ended_at), 'took', extract(epoch from v.took),
             'outcome', case when v.allowed is null then 'VERIFIED' else 'RECONCILED' end, 'table', v.target_table,
             'rows', v.source_rows, 'missing', v.missing, 'different', v.different, 'surplus', v.surplus)
         from {schema}.etl_verification v
         where v.pipeline operator(pg_catalog.=) asked.name
           and v.ended_at is not null
         order by v.id desc
         limit 1),
    'runs', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'run', r.run_number, 'outcome', r.outcome, 'startedAt', extract(epoch from r.started_at),
             'took', extract(epoch from r.took), 'pages', r.pages, 'rows', r.rows, 'records', r.records,
             'tables', r.tables, 'message', pg_catalog."left"(r.message, 1100)) order by r.run_number desc)
         from (select *
               from {schema}.etl_run run
               where run.pipeline operator(pg_catalog.=) asked.name
               order by run.run_number desc
               limit 50) r), '[]'),
    'lags', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_array(extract(epoch from r.ended_at), extract(epoch from r.lag))
             order by r.run_number)
         from (select run.run_number, run.started_at operator(pg_catalog.+) run.took as ended_at, run.lag
               from {schema}.etl_run run
               where run.pipeline operator(pg_catalog.=) asked.name
                 and run.lag is not null
               order by run.run_number desc
               limit 300) r), '[]'),
    'skipped', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'id', s.id, 'run', s.run_number, 'after', pg_catalog."left"(cast(s.after_cursor as pg_catalog.text), 1000),
             'end', pg_catalog."left"(cast(s.end_cursor as pg_catalog.text), 1000), 'rows', s.rows,
             'reason', pg_catalog."left"(s.reason, 1100), 'at', extract(epoch from s.skipped_at)) order by s.id)
         from (select *
               from {schema}.etl_skipped_page page
               where page.pipeline operator(pg_catalog.=) asked.name
                 and page.id operator(pg_catalog.>) asked.skipped
               order by page.id
               limit 51) s), '[]'),
    'skippedGroups', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object('example', g.reason, 'lines', g.lines) order by g.lines desc)
         from (select pg_catalog."left"(page.reason, 200) as reason, pg_catalog.count(*) as lines
               from {schema}.etl_skipped_page page
               where page.pipeline operator(pg_catalog.=) asked.name
               group by 1
               order by 2 desc
               limit 20) g), '[]'),
    'records', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'waits', r.postponed_at is not null, 'id', r.id, 'run', r.run_number, 'table', r.target_table,
             'key', pg_catalog."left"(r.record_key, 200), 'sqlState', r.sql_state,
             'reason', pg_catalog."left"(r.reason, 1100), 'at', extract(epoch from r.rejected_at),
             'waitsFor', r.waits_for,
             'record', case
                           when asked.records
                               then pg_catalog.substr(cast(r.record as pg_catalog.text), 1, 2000)
                       end,
             'size', pg_catalog.pg_column_size(r.record)) order by r.id)
         from ((select *
                from {schema}.etl_rejected_record record
                where record.pipeline operator(pg_catalog.=) asked.name
                  and record.postponed_at is null
                  and record.id operator(pg_catalog.>) asked.rejected
                order by record.id
                limit 51)
               union all
               (select *
                from {schema}.etl_rejected_record record
                where record.pipeline operator(pg_catalog.=) asked.name
                  and record.postponed_at is not null
                  and record.id operator(pg_catalog.>) asked.postponed
                order by record.id
                limit 51)) r), '[]'),
    'recordGroups', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'waits', g.waits, 'table', g.target_table, 'sqlState', g.sql_state, 'example', g.example,
             'lines', g.lines) order by g.lines desc)
         from (select record.postponed_at is not null as waits, record.target_table, record.sql_state,
                      pg_catalog.min(pg_catalog."left"(record.reason, 300)) as example, pg_catalog.count(*) as lines
               from {schema}.etl_rejected_record record
               where record.pipeline operator(pg_catalog.=) asked.name
               group by 1, 2, 3
               order by 5 desc
               limit 40) g), '[]'),
    'actions', coalesce(
        (select pg_catalog.json_agg(pg_catalog.json_build_object(
             'action', a.action, 'by', pg_catalog."left"(a.done_by, 200), 'way', a.way,
             'at', extract(epoch from a.done_at), 'details', pg_catalog."left"(cast(a.details as pg_catalog.text), 1100))
             order by a.id desc)
         from (select *
               from {schema}.etl_action done
               where done.pipeline operator(pg_catalog.=) asked.name
               order by done.id desc
               limit 20) a), '[]')) as pg_catalog.text)
from asked
left join {schema}.etl_pipeline p on p.name operator(pg_catalog.=) asked.name
where p.name is not null
