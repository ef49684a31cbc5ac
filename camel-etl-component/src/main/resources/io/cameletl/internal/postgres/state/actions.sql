-- What somebody did by hand, newest first.
select action, done_by, way, extract(epoch from done_at), details
from {schema}.etl_action
where pipeline operator(pg_catalog.=) ?
order by id desc
limit 10
