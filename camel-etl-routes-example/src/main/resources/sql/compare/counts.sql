SELECT count(e.id) AS expected,
       count(t.id) AS found,
       count(*) FILTER (WHERE t.id IS NULL) AS missing,
       count(*) FILTER (WHERE e.id IS NULL) AS surplus,
       count(*) FILTER (WHERE e.id = t.id AND ROW(e.*) IS DISTINCT FROM ROW(t.*)) AS different
  FROM expected AS e
  FULL JOIN %s AS t ON t.id = e.id
