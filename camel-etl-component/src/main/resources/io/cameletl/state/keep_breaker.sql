insert into {schema}.etl_pipeline (name, breaker_state, breaker_until)
values (?, ?, ?)
on conflict (name) do update
    set breaker_state = excluded.breaker_state,
        breaker_until = excluded.breaker_until
