SELECT run_number, outcome, started_at, took, pages, rows, t.key AS "table",
       t.value ->> 'inserted'  AS inserted,
       t.value ->> 'updated'   AS updated,
       t.value ->> 'deleted'   AS deleted,
       t.value ->> 'unchanged' AS unchanged
  FROM etl_state.etl_run
  LEFT JOIN LATERAL json_each(tables) AS t ON true
 WHERE pipeline = 'customers'
 ORDER BY run_number DESC
 LIMIT 20;
