-- When the last full pass besides the increments ended, or since when they are counted.
select extract(epoch from pg_catalog.clock_timestamp()), extract(epoch from p.full_pass_at)
from {schema}.etl_pipeline p
where p.name operator(pg_catalog.=) ?
