select v.run_number, v.ended_at is not null, v.target_table, extract(epoch from v.started_at), extract(epoch from v.took),
       extract(epoch from v.before_at), v.ranges, v.source_rows, v.target_rows, v.missing, v.different, v.surplus,
       v.waiting, v.columns, v.examples, v.allowed, v.tables
from {schema}.etl_verification v
where v.pipeline operator(pg_catalog.=) ?
order by v.id desc
limit 10
