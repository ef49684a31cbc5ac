select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at)
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
