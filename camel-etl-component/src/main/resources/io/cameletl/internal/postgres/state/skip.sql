insert into {schema}.etl_skipped_page
    (pipeline, run_number, cursor_type, after_cursor, end_cursor, from_at, before_at, rows, reason)
values (?, ?, ?, cast(? as pg_catalog.json), cast(? as pg_catalog.json), ?, ?, ?, ?)
