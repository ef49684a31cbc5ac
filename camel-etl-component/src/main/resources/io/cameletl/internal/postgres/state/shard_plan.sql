insert into {schema}.etl_shard (pipeline, number, cursor_type, after_cursor, end_cursor, expected)
values (?, ?, ?, cast(? as pg_catalog.json), cast(? as pg_catalog.json), ?)
