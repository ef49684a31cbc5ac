delete from {schema}.etl_skipped_page
where pipeline = ?
  and id = any (?)
