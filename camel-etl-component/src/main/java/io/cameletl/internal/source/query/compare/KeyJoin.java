package io.cameletl.internal.source.query.compare;

import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.source.query.shape.Ordering;
import io.cameletl.internal.source.query.shape.PageSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks up rows of a query by their keys.
 *
 * @param same for each of the key's columns, the condition that a row {@code q} has the key's value of it
 */
public record KeyJoin(List<String> same) {
    public KeyJoin {
        same = List.copyOf(same);
    }

    /** By the operators of the columns' types. */
    public static KeyJoin of(List<String> columns, List<Ordering> orderings) {
        return new KeyJoin(IntStream.range(0, columns.size())
                .mapToObj(i ->
                        PageSql.column(columns.get(i)) + " " + orderings.get(i).equal() + " CAST(k.k" + i + " AS "
                                + orderings.get(i).type() + ")")
                .toList());
    }

    /** By what the target would print of the query's rows, which no index answers. */
    static KeyJoin ofImages(List<String> images) {
        return new KeyJoin(IntStream.range(0, images.size())
                .mapToObj(i -> images.get(i) + " COLLATE pg_catalog.\"C\" OPERATOR(pg_catalog.=) k.k" + i)
                .toList());
    }

    /** @return the keys {@code k}, with their place from 1, to be joined with the query's rows {@code q} */
    public Keys of(List<List<String>> keys) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < same.size(); i++) {
            int column = i;
            values.add(keys.stream().map(key -> key.get(column)).toList());
        }
        String all = IntStream.range(0, same.size())
                .mapToObj(i -> "pg_catalog.unnest(CAST(? AS pg_catalog.text[]))")
                .collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, same.size()).mapToObj(i -> "k" + i + ", ").collect(Collectors.joining());
        return new Keys(
                new Query("FROM ROWS FROM (" + all + ") WITH ORDINALITY AS k (" + names + "place)", values),
                String.join(" AND ", same));
    }

    /**
     * Keys, and the condition that a row of the query has one of them.
     *
     * @param from {@code FROM} with them
     * @param same the condition
     */
    public record Keys(Query from, String same) {}
}
