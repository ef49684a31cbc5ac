WITH given AS (SELECT CAST(? AS text) AS founder, CAST(? AS text) AS word)
INSERT INTO organizations (name, country) SELECT word || ' Ltd.', 'IS' FROM given
