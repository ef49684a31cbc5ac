SELECT concat_ws(E'\n', 'expected  ' || coalesce(CAST(to_json(e) AS text), 'no such row'),
                        'in target ' || coalesce(CAST(to_json(t) AS text), 'no such row')) AS example
  FROM expected AS e
  FULL JOIN %s AS t ON t.id = e.id
 WHERE ROW(e.*) IS DISTINCT FROM ROW(t.*)
 ORDER BY coalesce(e.id, t.id)
 LIMIT 3
