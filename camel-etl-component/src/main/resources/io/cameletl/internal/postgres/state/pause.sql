insert into {schema}.etl_pipeline (name, paused)
values (?, ?)
on conflict (name) do update
    set paused = excluded.paused
