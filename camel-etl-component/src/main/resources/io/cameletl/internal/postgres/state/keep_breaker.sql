-- An open breaker does not become open for less long: another process may have opened it anew, when the one that opened
-- it before lets its probe through.
insert into {schema}.etl_pipeline as p (name, breaker_state, breaker_until)
values (?, ?, ?)
on conflict (name) do update
    set breaker_state = excluded.breaker_state,
        breaker_until = case
                            when p.breaker_state operator(pg_catalog.=) 'OPEN'
                                and excluded.breaker_state operator(pg_catalog.=) 'OPEN'
                                then greatest(p.breaker_until, excluded.breaker_until)
                            else excluded.breaker_until
                        end
