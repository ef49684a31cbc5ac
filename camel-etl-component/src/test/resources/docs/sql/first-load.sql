SELECT pipeline, count(*) AS ranges, count(*) FILTER (WHERE done) AS finished, sum(rows) AS rows,
       round(100 * avg(CASE WHEN done THEN 1 ELSE least(rows / greatest(expected, 1)::numeric, 0.99) END)) AS percent
FROM etl_state.etl_shard GROUP BY pipeline
