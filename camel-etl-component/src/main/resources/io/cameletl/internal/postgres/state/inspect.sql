-- Which schema holds the state, and what is there already. A schema that is not there has no tables.
-- The functions answer from the session's cache. Reading pg_namespace as well brings the cache up to date, so that
-- what another session has just committed is seen, however old the transaction's snapshot is.
select s.name,
       exists (select from pg_namespace n where n.nspname = s.name)
           or to_regnamespace(quote_ident(s.name)) is not null as has_schema,
       (select string_agg(t.name, ', ' order by t.place)
        from unnest(array ['etl_pipeline', 'etl_run', 'etl_skipped_page', 'etl_rejected_record'])
                 with ordinality t (name, place)
        where to_regclass(quote_ident(s.name) || '.' || t.name) is null) as missing
from (select coalesce(cast(? as text), current_schema()) as name) s
