select cast(made_of as pg_catalog.text)
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
