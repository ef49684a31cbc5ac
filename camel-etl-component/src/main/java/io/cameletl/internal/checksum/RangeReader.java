package io.cameletl.internal.checksum;

import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.KeyedHash;
import io.cameletl.internal.engine.pass.Slice;
import io.cameletl.internal.engine.pass.SourceSide.NextRange;
import io.cameletl.internal.engine.pass.Sum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sums of hashes over ranges of the keys of one side's rows. A range goes by the columns themselves, so that an index can
 * answer it; buckets go by the hash of the key's text.
 *
 * @param rows {@code FROM} with its alias, and {@code WHERE} with the conditions of all rows
 * @param keys the key's columns
 * @param keyImage the key as one text
 * @param image what is compared of a row, as text
 * @param hashing how it is hashed
 */
public record RangeReader(Query rows, List<Key> keys, String keyImage, String image, Hashing hashing) {
    public RangeReader {
        keys = List.copyOf(keys);
    }

    /**
     * A column of the key.
     *
     * @param column the column with its alias
     * @param text its image as text
     * @param order the type that it is compared in; null when ranges cannot be cut
     */
    public record Key(String column, String text, @Nullable String order) {}

    /** @return the same, hashed otherwise */
    public RangeReader hashedBy(Hashing other) {
        return new RangeReader(rows, keys, keyImage, image, other);
    }

    /** @return the same rows, whose keys come as other texts */
    public RangeReader printing(List<String> texts) {
        List<Key> others = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            others.add(new Key(keys.get(i).column(), texts.get(i), keys.get(i).order()));
        }
        return new RangeReader(rows, others, keyImage, image, hashing);
    }

    /** @return whether ranges can be cut */
    public boolean isOrdered() {
        return keys.stream().allMatch(key -> key.order() != null);
    }

    /** @return the sums of the buckets that have rows */
    public Map<Integer, Sum> sums(Connection connection, String settings, KeyRange range, int buckets, Slice within)
            throws SQLException {
        Query query = Query.of("SELECT " + bucket("x.k", buckets)
                        + " AS bucket, pg_catalog.count(*) AS number, pg_catalog.sum(x.h) AS hashes\nFROM (\nSELECT "
                        + keyHash(buckets > 1 || within.buckets() > 1) + " AS k, " + Images.hash(image, hashing)
                        + " AS h\n")
                .then(inRange(range))
                .then("\n) x")
                .then(inSlice(within))
                .then("\nGROUP BY 1");
        Map<Integer, Sum> sums = new HashMap<>();
        query.all(connection, settings, row -> sums.put(row.getInt("bucket"), sum(row)));
        return sums;
    }

    /** @return the rows, one by one */
    public List<KeyedHash> hashes(Connection connection, String settings, KeyRange range, Slice within)
            throws SQLException {
        Query query = Query.of("SELECT " + names("x.t") + ", x.h\nFROM (\nSELECT " + texts() + ", "
                        + keyHash(within.buckets() > 1) + " AS k, " + Images.hash(image, hashing) + " AS h\n")
                .then(inRange(range))
                .then("\n) x")
                .then(inSlice(within));
        return query.all(connection, settings, row -> new KeyedHash(key(row, 1), row.getLong("h")));
    }

    /** @return the next range, of so many rows at most */
    public NextRange next(Connection connection, String settings, @Nullable List<String> after, int size)
            throws SQLException {
        String order = IntStream.range(0, keys.size())
                .mapToObj(i -> "o" + i)
                .collect(Collectors.joining(" DESC, ", "", " DESC"));
        Query query = Query.of("WITH x AS MATERIALIZED (\nSELECT " + texts() + ", "
                        + IntStream.range(0, keys.size())
                                .mapToObj(i -> keys.get(i).column() + " AS o" + i)
                                .collect(Collectors.joining(", "))
                        + ", " + Images.hash(image, hashing) + " AS h\n")
                .then(inRange(new KeyRange(after, null)))
                .then("\nORDER BY " + keys.stream().map(Key::column).collect(Collectors.joining(", "))
                        + "\nLIMIT ?\n)\nSELECT s.number, s.hashes, " + names("l.t")
                        + "\nFROM (SELECT pg_catalog.count(*) AS number, pg_catalog.sum(x.h) AS hashes FROM x) s"
                        + "\nLEFT JOIN (SELECT " + names("x.t") + " FROM x ORDER BY " + order + " LIMIT 1) l ON true")
                .then(Query.of("", size));
        List<NextRange> next = query.all(connection, settings, row -> {
            Sum sum = sum(row);
            return new NextRange(sum, sum.rows() < size ? null : key(row, 3));
        });
        return next.get(0);
    }

    private Query inRange(KeyRange range) {
        List<Query> parts = new ArrayList<>(List.of(rows));
        if (range.after() != null) {
            parts.add(bound("OPERATOR(pg_catalog.>)", range.after()));
        }
        if (range.upTo() != null) {
            parts.add(bound("OPERATOR(pg_catalog.<=)", range.upTo()));
        }
        return Query.join("\n  AND ", parts);
    }

    private Query bound(String operator, List<String> key) {
        return new Query(
                keys.stream().map(Key::column).collect(Collectors.joining(", ", "ROW(", ") "))
                        + operator
                        + keys.stream()
                                .map(each -> "CAST(? AS " + Objects.requireNonNull(each.order()) + ")")
                                .collect(Collectors.joining(", ", " ROW(", ")")),
                List.copyOf(key));
    }

    private static Query inSlice(Slice within) {
        return within.buckets() == 1
                ? Query.of("")
                : Query.of(
                        "\nWHERE " + bucket("x.k", within.buckets())
                                + " OPERATOR(pg_catalog.=) ANY (CAST(? AS pg_catalog.int8[]))",
                        within.chosen());
    }

    private static String bucket(String hash, int buckets) {
        return buckets == 1
                ? "CAST(0 AS pg_catalog.int8)"
                : hash + " OPERATOR(pg_catalog.&) CAST(" + (buckets - 1) + " AS pg_catalog.int8)";
    }

    private String keyHash(boolean needed) {
        return needed ? Images.hash(keyImage, hashing) : "CAST(0 AS pg_catalog.int8)";
    }

    private String texts() {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> keys.get(i).text() + " AS t" + i)
                .collect(Collectors.joining(", "));
    }

    private String names(String prefix) {
        return IntStream.range(0, keys.size()).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
    }

    private static Sum sum(ResultSet row) throws SQLException {
        String hashes = row.getString("hashes");
        return new Sum(row.getLong("number"), hashes == null ? "0" : hashes);
    }

    private List<String> key(ResultSet row, int first) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            key.add(String.valueOf(row.getString(first + i)));
        }
        return key;
    }

    /** @return what tells whether another server has the same {@link Hashing#NATIVE} */
    public static String hashes(Connection connection, String settings) throws SQLException {
        String probes = Stream.of("''", "'a'", "'camel-etl compares rows by such hashes'")
                .map(text -> Images.hash("CAST(" + text + " AS pg_catalog.text)", Hashing.NATIVE))
                .collect(Collectors.joining(", "));
        return Query.of("SELECT pg_catalog.concat_ws(' ', pg_catalog.getdatabaseencoding(), " + probes + ")")
                .all(connection, settings, row -> row.getString(1))
                .get(0);
    }
}
