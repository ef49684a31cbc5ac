package io.cameletl.internal.engine.page;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a page's rows into the records of tables. */
public final class PageTransform {
    private PageTransform() {}

    public static List<TargetData> of(PipelineSpec<?> spec, List<?> rows) throws Exception {
        if (spec.transform() == null) {
            return untransformed(spec.name(), spec.onlyTable(), rows);
        }
        List<TargetData> data = spec.transform().transform(rows);
        if (data == null) {
            throw new EtlException(
                    spec.name(), "the transform answered null; a page without records is an empty list of TargetData");
        }
        return List.copyOf(data);
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
