select run_number, outcome, extract(epoch from started_at), extract(epoch from took), pages, rows, records, tables, message
from {schema}.etl_run
where pipeline operator(pg_catalog.=) ?
order by run_number desc
limit 10
