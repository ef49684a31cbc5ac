package io.cameletl.internal.postgres.plan;

/** What is asked of the system catalogue. Every name in it is qualified: the search path is the user's. */
final class CatalogSql {
    /** By name, quoted: the table, and whether triggers of a user's fire on INSERT into it or one of its partitions. */
    static final String TABLE =
            """
            SELECT c.oid, n.nspname, c.relname, c.relkind, EXISTS (
              SELECT
              FROM pg_catalog.pg_trigger AS g
              WHERE NOT g.tgisinternal
                AND g.tgtype & 4 <> 0
                AND (g.tgrelid = c.oid OR g.tgrelid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree(c.oid) AS p))
            ) AS triggers_on_insert
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(?)
            """;

    /** By table: its columns. A domain is followed to the type it is made from, an array to its elements' type. */
    static final String COLUMNS =
            """
            WITH RECURSIVE step AS (
              SELECT a.attnum, a.atttypid AS type, 0 AS depth, false AS is_array
              FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL
              SELECT s.attnum, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END, s.depth + 1,
                s.is_array OR t.typtype <> 'd'
              FROM step AS s
              JOIN pg_catalog.pg_type AS t ON t.oid = s.type
              WHERE t.typtype = 'd'
                OR t.typelem <> 0 AND t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
            ), resolved AS (
              SELECT DISTINCT ON (s.attnum) s.attnum, s.type, s.is_array
              FROM step AS s
              ORDER BY s.attnum, s.depth DESC
            )
            SELECT a.attname, r.type, r.is_array, e.typdelim,
              a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL AS by_records,
              a.attgenerated <> '' AS generated, a.attidentity = 'a' AS always_identity
            FROM resolved AS r
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = ? AND a.attnum = r.attnum
            JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type AS e ON e.oid = r.type
            ORDER BY a.attnum
            """;

    /** By table: the unique indexes over plain columns and all rows, the primary key first. */
    static final String UNIQUE_KEYS =
            """
            SELECT i.indisprimary, i.indimmediate, pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY k.place) AS columns
            FROM pg_catalog.pg_index AS i
            CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ?
              AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion
              AND i.indpred IS NULL AND i.indexprs IS NULL
              AND k.place <= i.indnkeyatts
            GROUP BY i.indexrelid, i.indisprimary, i.indimmediate
            ORDER BY i.indisprimary DESC, i.indexrelid
            """;

    /**
     * By name, quoted: the foreign keys that every statement must leave unbroken. One that is checked at the commit only
     * may refer to what is yet to come.
     */
    static final String FOREIGN_KEYS =
            """
            SELECT k.conname, n.nspname, p.relname,
              ARRAY(
                SELECT a.attname::pg_catalog.text
                FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
                ORDER BY u.place) AS columns,
              ARRAY(
                SELECT a.attname::pg_catalog.text
                FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
                ORDER BY u.place) AS parent_columns
            FROM pg_catalog.pg_constraint AS k
            JOIN pg_catalog.pg_class AS p ON p.oid = k.confrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace
            WHERE k.conrelid = pg_catalog.to_regclass(?) AND k.contype = 'f' AND NOT k.condeferred
              AND COALESCE((pg_catalog.to_jsonb(k) ->> 'conenforced')::pg_catalog.bool, true)
            ORDER BY k.conname
            """;

    private CatalogSql() {}
}
