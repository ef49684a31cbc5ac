-- Closes the circuit breaker for all processes: each sees it when it would refuse a run.
update {schema}.etl_pipeline
set breaker_state = 'CLOSED',
    breaker_until = null
where name operator(pg_catalog.=) ?
