-- Unless somebody else has kept another meanwhile.
update {schema}.etl_pipeline
set made_of = cast(? as pg_catalog.json)
where name operator(pg_catalog.=) ?
  and coalesce(cast(made_of as pg_catalog.text), '') operator(pg_catalog.=) coalesce(cast(? as pg_catalog.text), '')
