package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows and records as bodies of messages hold them. Only an empty list says that there are none: what is no list, as null
 * or an empty map, may as well be the mistake of a route or a bean, and a cursor that moved on by it would have lost rows.
 */
public final class Bodies {
    private Bodies() {}

    /**
     * @param body the body of a message to load: a list, what can be iterated once, or a single record or table's data
     * @return the rows
     * @throws EtlException when the body holds no rows
     */
    public static List<?> toLoad(String pipeline, @Nullable Object body) {
        if (body instanceof TargetData
                || body instanceof Record
                || (body instanceof Map<?, ?> record && !record.isEmpty())) {
            return List.of(body);
        }
        return several(
                pipeline,
                "the body to load is ",
                body,
                "give a list of TargetData, or of the records of the only table; an empty list when there are none");
    }

    /**
     * @param body what a source's endpoint answered: a list, or what can be iterated once
     * @return the rows
     * @throws EtlException when the answer is no rows; a single row is none either: that others follow it would be lost
     */
    static List<?> rows(String pipeline, @Nullable Object body) {
        return several(
                pipeline,
                "the source answered ",
                body,
                "let its endpoint answer a list of maps, one for each row; an empty list when there are no rows");
    }

    private static List<?> several(String pipeline, String found, @Nullable Object body, String instead) {
        if (body instanceof List<?> list) {
            return list;
        }
        if (body instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        if (body instanceof Iterator<?> iterator) { // sql: with outputType=StreamList
            List<Object> rows = new ArrayList<>();
            iterator.forEachRemaining(rows::add);
            return rows;
        }
        throw new EtlException(pipeline, found + describe(body) + ", which is no list of rows: " + instead);
    }

    /**
     * @param body what a transform's endpoint answered: a list of table's data, a list of the only table's records, or a
     *     map from table to a list of records
     * @return the tables' records; empty only for a list without elements
     * @throws EtlException when the answer is something else
     */
    static List<TargetData> tables(String pipeline, @Nullable String onlyTable, @Nullable Object body) {
        if (body instanceof Map<?, ?> byTable
                && !byTable.isEmpty()
                && byTable.values().stream().allMatch(Collection.class::isInstance)) {
            return byTable.entrySet().stream()
                    .map(entry -> new TargetData(
                            String.valueOf(entry.getKey()), new ArrayList<>((Collection<?>) entry.getValue())))
                    .toList();
        }
        if (!(body instanceof Collection<?> answer)) {
            throw wrong(pipeline, describe(body));
        }
        long tables = answer.stream().filter(TargetData.class::isInstance).count();
        if (tables == answer.size()) {
            return answer.stream().map(TargetData.class::cast).toList();
        }
        if (tables > 0) {
            throw wrong(pipeline, "a list of both, TargetData and records of no table");
        }
        if (onlyTable == null) {
            throw wrong(pipeline, "a list of records, and there is not just one table in tables for them");
        }
        return List.of(new TargetData(onlyTable, body instanceof List<?> list ? list : new ArrayList<>(answer)));
    }

    private static EtlException wrong(String pipeline, String found) {
        return new EtlException(
                pipeline,
                "the transform answered " + found
                        + ". It must answer a list of TargetData, or a map from table to a list of records; with just"
                        + " one table in tables, a list of its records will do. Only an empty list says that there are"
                        + " no records");
    }

    private static String describe(@Nullable Object body) {
        if (body == null) {
            return "null";
        }
        if (body instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "an empty map"
                    : "one map, of " + map.keySet().stream().limit(10).toList();
        }
        return "a " + body.getClass().getTypeName();
    }
}
