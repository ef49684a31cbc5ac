-- A breaker that somebody opened by hand without an end is none that could ever close again: it counts as closed.
select breaker_state operator(pg_catalog.=) 'OPEN' and breaker_until is not null, extract(epoch from breaker_until)
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
