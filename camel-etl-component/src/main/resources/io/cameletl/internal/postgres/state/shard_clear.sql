delete from {schema}.etl_shard where pipeline operator(pg_catalog.=) ?
