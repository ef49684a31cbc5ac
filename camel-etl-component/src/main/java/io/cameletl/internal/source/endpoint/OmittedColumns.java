package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of an endpoint's rows that the records do not have. Immutable. */
final class OmittedColumns {
    private final String pipeline;
    private final List<String> columns;

    /** @param columns their names; one that a row lacks is looked for in another case */
    OmittedColumns(String pipeline, List<String> columns) {
        this.pipeline = pipeline;
        this.columns = List.copyOf(columns);
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new EtlException(pipeline, "omitColumns=" + columns + " names a column twice. Name it once");
        }
    }

    /**
     * @param rows maps from column to value
     * @return the rows without these columns
     * @throws EtlException when a row does not have one of them, or nothing else
     */
    List<?> from(List<?> rows) {
        if (columns.isEmpty()) {
            return rows;
        }
        List<Object> narrowed = new ArrayList<>(rows.size());
        for (Object row : rows) {
            narrowed.add(from((Map<?, ?>) row));
        }
        return narrowed;
    }

    private Map<?, ?> from(Map<?, ?> row) {
        Map<Object, Object> rest = new LinkedHashMap<>(row);
        for (String column : columns) {
            rest.remove(found(column, row.keySet()));
        }
        if (rest.isEmpty()) {
            throw new EtlException(
                    pipeline, "omitColumns names all columns of the source's rows. Leave some for the records");
        }
        return rest;
    }

    private Object found(String column, Set<?> names) {
        return names.contains(column)
                ? column
                : names.stream()
                        .filter(name -> column.equalsIgnoreCase(String.valueOf(name)))
                        .findFirst()
                        .orElseThrow(() -> new EtlException(
                                pipeline,
                                "omitColumns names \"" + column + "\", which is not among the columns " + names
                                        + " of the source's rows. Correct the name, or leave it out"));
    }
}
