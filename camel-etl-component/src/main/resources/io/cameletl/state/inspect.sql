-- Which schema holds the state, and what is there already. A schema that is not there has no tables.
-- The functions answer from the session's cache. Reading pg_namespace as well brings the cache up to date, so that
-- what another session has just committed is seen, however old the transaction's snapshot is.
select s.name,
       exists (select from pg_namespace n where n.nspname = s.name)
           or to_regnamespace(quote_ident(s.name)) is not null                       as has_schema,
       to_regclass(quote_ident(s.name) || '.etl_pipeline') is not null
           and to_regclass(quote_ident(s.name) || '.etl_run') is not null            as has_tables
from (select coalesce(cast(? as text), current_schema()) as name) s
