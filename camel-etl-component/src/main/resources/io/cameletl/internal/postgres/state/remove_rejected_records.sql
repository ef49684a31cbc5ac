delete from {schema}.etl_rejected_record
where pipeline = ?
  and id = any (?)
