package io.cameletl.benchmark;

/**
 * The table that is synced: a text key, four texts, two timestamps. Its rows are a function of their number, so that
 * the target can be given rows that agree with the source, or nearly so, without a sync.
 */
final class Users {
    static final String COLUMNS = "id, name, email, phone, note, created_at, updated_at";

    private Users() {}

    /** An empty table; the source's index comes with {@link #index}, the target's key with {@link #key}. */
    static void create(Database database, String table) {
        database.execute(
                "drop table if exists " + table,
                """
                create table %s (
                    id text not null, name text not null, email text not null, phone text, note text,
                    created_at timestamptz not null, updated_at timestamptz not null)"""
                        .formatted(table));
    }

    static void key(Database database, String table) {
        database.execute("alter table " + table + " add primary key (id)", "vacuum analyze " + table);
    }

    static void index(Database database, String table) {
        database.execute("create index on " + table + " (updated_at, id)", "vacuum analyze " + table);
    }

    /**
     * Adds rows. Every third row shares its change time with two others. Keys are in no order, as those of users are.
     *
     * @param from the first's number
     * @param to the last's number
     * @param every each so many rows, one is older than it should be and has another note; 0 for none
     */
    static void fill(Database database, String table, int from, int to, int every) {
        String numbers = "generate_series(" + from + ", " + to + ") i";
        insert(database, table, numbers, every == 0 ? "false" : "i % " + every + " = 0");
    }

    /** @return the condition of a row whose number is at most this one */
    static String isUpTo(int number) {
        return "created_at <= timestamptz '2020-01-01 00:00:00+00' + " + number + " * interval '1 second'";
    }

    /** Adds some of the rows that {@link #fill} with the same number of rows adds, chosen at random. */
    static void fillSample(Database database, String table, int sample, int rows) {
        String numbers = "(select i from generate_series(1, " + rows + ") i order by hashint4(i) limit " + sample + ")";
        insert(database, table, numbers, "false");
    }

    private static void insert(Database database, String table, String numbers, String stale) {
        database.execute("insert into " + table + " (" + COLUMNS + ")"
                + """
                 select md5(i::text), 'User number ' || i, 'user.' || i || '@example.org', '+49 30 ' || i,
                    case when $stale then 'out of date' else md5((i + 1)::text) end,
                    timestamptz '2020-01-01 00:00:00+00' + i * interval '1 second',
                    timestamptz '2025-01-01 00:00:00+00' + (i / 3) * interval '10 milliseconds'
                        - case when $stale then interval '1 day' else interval '0' end
                from $numbers"""
                        .replace("$stale", stale)
                        .replace("$numbers", numbers));
    }

    /** Number of rows and a sum over their contents: equal for equal tables. */
    static String fingerprint(Database database, String table) {
        return fingerprint(database, table, Integer.MAX_VALUE);
    }

    /** The same of the rows whose number is at most this one. */
    static String fingerprint(Database database, String table, int number) {
        return database.value("select count(*) || ' rows, sum ' || coalesce(sum(hashtextextended(row(" + COLUMNS
                + ")::text, 0)), 0) from " + table + " where " + isUpTo(number));
    }
}
