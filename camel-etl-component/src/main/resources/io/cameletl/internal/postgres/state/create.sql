insert into {schema}.etl_pipeline (name)
values (?)
on conflict (name) do nothing
