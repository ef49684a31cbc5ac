select id, run_number, cursor_type, after_cursor, end_cursor, extract(epoch from from_at), extract(epoch from before_at),
       rows, reason
from {schema}.etl_skipped_page
where pipeline operator(pg_catalog.=) ?
order by id
