-- Takes the lease when nobody holds it; returns nothing when somebody does, when the pipeline is paused, or when its circuit
-- breaker is open, unless that is not to matter.
-- A granted claim raises the version, so that no earlier holder's step finds the version it starts from.
-- The owner of the lease claims again when it got no answer: that is the claim it has, and no other run.
insert into {schema}.etl_pipeline as p (name, version, run_number, lease_owner, lease_until, lease_since, lease_phase,
                                         lease_phase_since, lease_page, lease_rows, lease_run)
values (?, 1, 1, ?, pg_catalog.clock_timestamp() operator(pg_catalog.+) pg_catalog.make_interval(secs => ?),
        pg_catalog.clock_timestamp(), 'CLAIM', pg_catalog.clock_timestamp(), 1, 0, 1)
on conflict (name) do update
    set version     = p.version operator(pg_catalog.+)
                          case when p.lease_owner operator(pg_catalog.=) excluded.lease_owner then 0 else 1 end,
        run_number  = p.run_number operator(pg_catalog.+)
                          case when p.lease_owner operator(pg_catalog.=) excluded.lease_owner then 0 else 1 end,
        lease_owner = excluded.lease_owner,
        lease_until = pg_catalog.clock_timestamp() operator(pg_catalog.+) pg_catalog.make_interval(secs => ?),
        lease_since = excluded.lease_since,
        lease_phase = excluded.lease_phase,
        lease_phase_since = excluded.lease_phase_since,
        lease_page  = excluded.lease_page,
        lease_rows  = excluded.lease_rows,
        lease_run   = case
                          when p.lease_owner operator(pg_catalog.=) excluded.lease_owner then coalesce(p.lease_run, p.run_number)
                          else p.run_number operator(pg_catalog.+) 1
                      end
    where p.lease_owner operator(pg_catalog.=) excluded.lease_owner
       or (not p.paused
           and (? or p.breaker_state operator(pg_catalog.<>) 'OPEN' or p.breaker_until is null
               or p.breaker_until operator(pg_catalog.<=) pg_catalog.clock_timestamp())
           and (p.lease_until is null or p.lease_until operator(pg_catalog.<=) pg_catalog.clock_timestamp()))
returning lease_run, version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
          (select pg_catalog.count(*)
           from {schema}.etl_rejected_record postponed
           where postponed.pipeline operator(pg_catalog.=) p.name and postponed.postponed_at is not null)
