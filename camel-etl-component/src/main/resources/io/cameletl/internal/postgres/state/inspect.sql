-- Which schema holds the state, and what is not there yet of it: tables, and columns that were added since the first
-- version. A schema that is not there has no tables.
-- The functions answer from the session's cache. Reading pg_namespace as well brings the cache up to date, so that
-- what another session has just committed is seen, however old the transaction's snapshot is.
select s.name,
       exists (select from pg_catalog.pg_namespace n where n.nspname operator(pg_catalog.=) s.name)
           or pg_catalog.to_regnamespace(pg_catalog.quote_ident(s.name)) is not null as has_schema,
       (select pg_catalog.string_agg(pg_catalog.concat_ws('.', needed.in_table, needed.added), ', ' order by needed.place)
        from (values (1, 'etl_pipeline', null),
                     (2, 'etl_run', null),
                     (3, 'etl_skipped_page', null),
                     (4, 'etl_rejected_record', null),
                     (5, 'etl_run', 'records'),
                     (6, 'etl_pipeline', 'records_per_row'),
                     (7, 'etl_pipeline', 'recent_rows'),
                     (8, 'etl_pipeline', 'recent_records'),
                     (9, 'etl_rejected_record', 'postponed_at'),
                     (10, 'etl_pipeline', 'made_of'),
                     (11, 'etl_rejected_record', 'waits_for'),
                     (12, 'etl_action', null),
                     (13, 'etl_pipeline', 'lease_since'),
                     (14, 'etl_pipeline', 'lease_phase'),
                     (15, 'etl_pipeline', 'lease_phase_since'),
                     (16, 'etl_pipeline', 'lease_page'),
                     (17, 'etl_pipeline', 'lease_rows'),
                     (18, 'etl_pipeline', 'idle_runs'),
                     (19, 'etl_pipeline', 'last_idle_at'),
                     (20, 'etl_run', 'idle_before'),
                     (21, 'etl_run', 'lag'),
                     (22, 'etl_load', null),
                     (23, 'etl_pipeline', 'lease_run'),
                     (24, 'etl_shard', null),
                     (25, 'etl_verification', null),
                     (26, 'etl_verification', 'allowed'),
                     (27, 'etl_pipeline', 'full_pass_at'),
                     (28, 'etl_pipeline', 'created_at'),
                     (29, 'etl_verification', 'tables')) needed (place, in_table, added),
             -- null for no schema: PostgreSQL 15 fails over a name that begins with a dot
             lateral pg_catalog.to_regclass(pg_catalog.quote_ident(s.name) operator(pg_catalog.||) '.'
                     operator(pg_catalog.||) needed.in_table) found (id)
        where case
                  when needed.added is null then found.id is null
                  -- a table that is not there will be made with all its columns
                  else found.id is not null
                      and not exists (select
                                      from pg_catalog.pg_attribute a
                                      where a.attrelid operator(pg_catalog.=) found.id
                                        and a.attname operator(pg_catalog.=) needed.added
                                        and not a.attisdropped)
              end) as missing
from (select coalesce(cast(? as pg_catalog.text), pg_catalog.current_schema()) as name) s
