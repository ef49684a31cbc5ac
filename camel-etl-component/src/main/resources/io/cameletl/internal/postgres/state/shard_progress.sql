-- How far the first load has come that is under way: how many ranges there are, how many are in, the rows that are, and
-- which part of the whole that is. A range counts by the rows that were expected of it, and is whole only once it is in.
select pg_catalog.count(*), pg_catalog.count(*) filter (where s.done), coalesce(pg_catalog.sum(s.rows), 0),
       coalesce(pg_catalog.avg(
           case
               when s.done then cast(1 as pg_catalog.float8)
               else least(cast(s.rows as pg_catalog.float8)
                              operator(pg_catalog./) cast(greatest(s.expected, 1) as pg_catalog.float8),
                          cast(0.99 as pg_catalog.float8))
           end), 0),
       (select pg_catalog.count(*)
        from {schema}.etl_rejected_record postponed
        where postponed.pipeline operator(pg_catalog.=) ? and postponed.postponed_at is not null)
from {schema}.etl_shard s
join {schema}.etl_pipeline p on p.name operator(pg_catalog.=) s.pipeline and p.cursor is null
where s.pipeline operator(pg_catalog.=) ?
