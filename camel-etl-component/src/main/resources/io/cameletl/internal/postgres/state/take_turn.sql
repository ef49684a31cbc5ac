-- A load's turn, if nobody else has it: until the transaction ends the row is locked, so that the position stays as it
-- is read. No row is answered when the row is locked, or not there.
select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
       coalesce(lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp(), false)
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
for no key update skip locked
