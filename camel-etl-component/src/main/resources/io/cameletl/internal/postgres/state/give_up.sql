-- Postponed records become rejected ones, if the lease is still the holder's.
update {schema}.etl_rejected_record postponed
set postponed_at = null,
    rejected_at  = clock_timestamp()
where postponed.pipeline = ?
  and postponed.id = any (?)
  and postponed.postponed_at is not null
  and exists (select
              from {schema}.etl_pipeline p
              where p.name = postponed.pipeline
                and p.lease_owner = ?
                and p.lease_until > clock_timestamp())
