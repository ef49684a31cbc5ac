-- Which of these records are in the ledger already, by their place from 1: read again, they are the same. One that has
-- another version of its key after it is not: it came back, and in a replay the last of a key counts. Neither is one
-- without a key: its like is another row.
with bad as materialized (
    select record.target_table, record.record_key, record.record, record.place
    from rows from (pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])),
                pg_catalog.unnest(cast(? as pg_catalog.text[])))
             with ordinality record (target_table, record_key, record, place)
    where record.record_key operator(pg_catalog.<>) ''
),
known as materialized (
    select ledger.id, ledger.target_table, ledger.record_key, cast(ledger.record as pg_catalog.text) as record
    from {schema}.etl_rejected_record ledger
    where ledger.pipeline operator(pg_catalog.=) ?
      and ledger.postponed_at is null
      and ledger.record_key operator(pg_catalog.=) any (?)
)
select bad.place
from bad
where exists (select
              from known
              where known.target_table operator(pg_catalog.=) bad.target_table
                and known.record_key operator(pg_catalog.=) bad.record_key
                and known.record operator(pg_catalog.=) bad.record
                and not exists (select
                                from known later
                                where later.target_table operator(pg_catalog.=) known.target_table
                                  and later.record_key operator(pg_catalog.=) known.record_key
                                  and later.id operator(pg_catalog.>) known.id
                                  and not exists (select
                                                  from bad again
                                                  where again.target_table operator(pg_catalog.=) later.target_table
                                                    and again.record_key operator(pg_catalog.=) later.record_key
                                                    and again.record operator(pg_catalog.=) later.record)))
