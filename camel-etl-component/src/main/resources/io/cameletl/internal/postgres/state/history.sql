select run_number, outcome, extract(epoch from started_at), extract(epoch from took), pages, rows, records, tables, message,
       coalesce(idle_before, 0), extract(epoch from lag)
from {schema}.etl_run
where pipeline operator(pg_catalog.=) ?
order by run_number desc
limit 10
