-- The numbers of a pipeline's lines in the ledger of rejected records for one kind of reason, oldest first, as JSON.
select cast(pg_catalog.json_agg(line.id order by line.id) as pg_catalog.text)
from (select record.id
      from {schema}.etl_rejected_record record
      where record.pipeline operator(pg_catalog.=) cast(? as pg_catalog.text)
        and record.postponed_at is null
        and record.target_table operator(pg_catalog.=) cast(? as pg_catalog.text)
        and coalesce(record.sql_state, '') operator(pg_catalog.=) cast(? as pg_catalog.text)
      order by record.id
      limit 100000) line
