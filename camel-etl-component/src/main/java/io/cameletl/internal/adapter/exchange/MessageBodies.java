package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows in a message's body. */
public final class MessageBodies {
    private MessageBodies() {}

    /** @return the rows: a list as it is, other sequences copied, a single record or table's data alone; null is none */
    public static List<?> rows(String pipeline, @Nullable Object body) {
        if (body == null) {
            return List.of();
        }
        if (body instanceof List<?> list) {
            return list;
        }
        if (body instanceof Iterable<?> iterable) {
            return copy(iterable.iterator());
        }
        if (body instanceof Iterator<?> iterator) {
            return copy(iterator);
        }
        if (body instanceof Map<?, ?> || body instanceof TargetData || body instanceof Record) {
            return List.of(body);
        }
        throw new EtlException(
                pipeline,
                "the body holds no rows but a " + body.getClass().getName()
                        + "; give a list of TargetData, or of the records of the only table");
    }

    /**
     * @param body target data, or a map from table to records
     * @return the tables' records
     */
    static List<TargetData> tables(String pipeline, @Nullable String onlyTable, @Nullable Object body) {
        if (body instanceof Map<?, ?> byTable && byTable.values().stream().allMatch(List.class::isInstance)) {
            return byTable.entrySet().stream()
                    .map(entry -> new TargetData(String.valueOf(entry.getKey()), (List<?>) entry.getValue()))
                    .toList();
        }
        List<?> rows = rows(pipeline, body);
        if (rows.stream().allMatch(TargetData.class::isInstance)) {
            return rows.stream().map(TargetData.class::cast).toList();
        }
        if (onlyTable != null) {
            return List.of(new TargetData(onlyTable, rows));
        }
        throw new EtlException(
                pipeline,
                "the transform must answer a list of TargetData, or a map from table to records; with just one table in"
                        + " tables, a list of its records will do");
    }

    private static List<Object> copy(Iterator<?> iterator) {
        List<Object> rows = new ArrayList<>();
        iterator.forEachRemaining(rows::add);
        return rows;
    }
}
