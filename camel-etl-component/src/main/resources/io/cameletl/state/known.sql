-- Which of these records are in the ledger already, by their place from 1: read again, they are the same.
select bad.place
from (select cast(? as text) as pipeline) origin,
     unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]))
         with ordinality bad (target_table, record_key, record, place)
where exists (select
              from {schema}.etl_rejected_record known
              where known.pipeline = origin.pipeline
                and known.target_table = bad.target_table
                and known.record_key = bad.record_key
                and cast(known.record as text) = bad.record)
