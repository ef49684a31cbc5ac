package io.cameletl.internal.engine.page;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a page's rows into the records of tables. */
public final class PageTransform {
    private PageTransform() {}

    public static List<TargetData> of(PipelineSpec<?> spec, List<?> rows) throws Exception {
        if (spec.transform() == null) {
            return untransformed(spec.name(), spec.onlyTable(), rows);
        }
        List<TargetData> data = transformed(spec.name(), spec.transform(), rows);
        if (data == null) {
            throw new EtlException(
                    spec.name(), "the transform answered null; a page without records is an empty list of TargetData");
        }
        return List.copyOf(data);
    }

    /** Nobody has checked that the transform takes rows of the class that the source gives. */
    @SuppressWarnings("unchecked")
    private static <R> @Nullable List<TargetData> transformed(String pipeline, Transform<R> transform, List<?> rows)
            throws Exception {
        try {
            return transform.transform((List<R>) rows);
        } catch (ClassCastException e) {
            Set<String> classes = rows.stream()
                    .map(row -> row == null ? "null" : row.getClass().getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            throw new EtlException(
                    pipeline,
                    "the transform takes a row, or a value in one, for another class than it is: " + e.getMessage()
                            + ". The source's rows are of " + String.join(", ", classes)
                            + ". Let the transform take a List of what the source gives",
                    e);
        }
    }

    private static List<TargetData> untransformed(String pipeline, @Nullable String onlyTable, List<?> rows) {
        if (rows.get(0) instanceof TargetData) {
            return rows.stream()
                    .map(row -> {
                        if (row instanceof TargetData data) {
                            return data;
                        }
                        throw new EtlException(
                                pipeline,
                                "a page holds either TargetData only or rows only, not both: found "
                                        + row.getClass().getName());
                    })
                    .toList();
        }
        if (onlyTable == null) {
            throw new EtlException(
                    pipeline,
                    "the source's rows are no TargetData, and the pipeline has no transform and not exactly one table"
                            + " they could go to. Name one table in tables, or set transform");
        }
        return List.of(new TargetData(onlyTable, rows));
    }
}
