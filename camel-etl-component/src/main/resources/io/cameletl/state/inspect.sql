-- Which schema holds the state, and what is there already. A schema that is not there has no tables.
select s.name,
       to_regnamespace(quote_ident(s.name)) is not null                              as has_schema,
       to_regclass(quote_ident(s.name) || '.etl_pipeline') is not null
           and to_regclass(quote_ident(s.name) || '.etl_run') is not null            as has_tables
from (select coalesce(cast(? as text), current_schema()) as name) s
