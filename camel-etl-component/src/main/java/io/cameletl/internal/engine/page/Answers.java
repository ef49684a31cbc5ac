package io.cameletl.internal.engine.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Rows;
import io.cameletl.TargetData;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.records.TextRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline's source and transform answer. Whoever reads a page, be it a run, a replay or a single load, asks
 * here: an answer that would lose rows, or be asked for without end, is refused in one place and in the same words.
 */
public final class Answers {
    private Answers() {}

    /** Asks the source for a page. */
    public static <C> ExtractResponse<C> extract(PipelineSpec<C> spec, ExtractRequest<C> request) throws Exception {
        return checked(spec, request.pageSize(), spec.source().extract(request));
    }

    /** Asks a source for a page that may be large. */
    static <C> ExtractResponse<C> extract(
            PipelineSpec<C> spec, ExtractRequest<C> request, Backlogged<C> source, LargePage most) throws Exception {
        return checked(spec, most.rows(), source.extract(request, most));
    }

    private static <C> ExtractResponse<C> checked(PipelineSpec<C> spec, int pageSize, ExtractResponse<C> page) {
        check(spec.name(), page);
        // Of TargetData nobody knows how many source rows it was made of.
        int rows = page.rows().size();
        if (rows > pageSize && !(page.rows().get(0) instanceof TargetData)) {
            throw new EtlException(
                    spec.name(),
                    "the source answered " + rows + " rows, and was asked for " + pageSize
                            + " at most. Let it end the page there and answer hasNextPage=true");
        }
        return page;
    }

    /**
     * @param page a page, whoever extracted it
     * @throws EtlException when it is null, has null for a table's data, or has no end cursor where one is needed
     */
    @SuppressWarnings("NullAway") // users' code may answer null whatever the types say
    public static void check(String pipeline, @Nullable ExtractResponse<?> page) {
        if (page == null || page.rows() == null) {
            throw new EtlException(
                    pipeline,
                    "the source answered " + (page == null ? "null" : "null for the rows")
                            + "; a source without rows answers ExtractResponse.drained()");
        }
        if (!page.rows().isEmpty() && page.rows().get(0) instanceof TargetData) {
            requireNoRowIsNull(pipeline, page.rows());
            page.rows().forEach(row -> checked(pipeline, "the page", row)); // they are counted one by one
        }
        if (page.endCursor() == null && (page.hasNextPage() || !page.rows().isEmpty())) {
            throw new EtlException(
                    pipeline,
                    "the page has " + page.size() + " rows, hasNextPage=" + page.hasNextPage()
                            + " and no end cursor. A page with rows, or with a next page, needs the cursor of its last"
                            + " row");
        }
    }

    /**
     * Refuses a cursor after which the source would be asked for the same page for ever, or in a circle.
     *
     * @param after the position that the page was asked for
     * @param end the page's end, after which the next is to be asked for
     */
    static void checkAdvance(String pipeline, @Nullable Object after, Object end) {
        boolean advances = after == null
                || (!end.equals(after) && (end instanceof Comparable<?> ? isPast(end, after) : !isPast(after, end)));
        if (!advances) {
            throw new EtlException(
                    pipeline,
                    "the source answered hasNextPage=true with an end cursor that does not advance: "
                            + Value.of(String.valueOf(end))
                            + " after " + Value.of(String.valueOf(after))
                            + ". It would be asked for this page for ever; the end cursor must be that of the"
                            + " page's last row, and rows must be read after the request's cursor, exclusive");
        }
    }

    /** @return whether a cursor lies after another for certain; false for cursors without an order */
    @SuppressWarnings("unchecked") // both are of the pipeline's cursor type
    public static boolean isPast(@Nullable Object cursor, @Nullable Object other) {
        if (cursor instanceof TimestampCursor here && other instanceof TimestampCursor there) {
            return here.at().isAfter(there.at());
        }
        return cursor instanceof Comparable<?> && other != null && ((Comparable<Object>) cursor).compareTo(other) > 0;
    }

    /**
     * Makes rows into the records of tables.
     *
     * @param rows a page's rows, checked
     * @return the records by table; empty for no rows, of which the transform is not asked
     * @throws Exception when the transform throws, or what comes of it is no list of tables
     */
    public static List<TargetData> transform(PipelineSpec<?> spec, List<?> rows) throws Exception {
        if (rows.isEmpty()) {
            return List.of();
        }
        requireNoRowIsNull(spec.name(), rows);
        if (spec.transform() == null) {
            return untransformed(spec.name(), spec.onlyTable(), rows);
        }
        // A transform may alter the rows that it gets. Some make a map anew whenever they are asked for one.
        List<?> given = areMadeWhenAskedFor(rows) ? new ArrayList<>(rows) : rows;
        List<?> data = transformed(spec.name(), spec.transform(), given);
        if (data == null) {
            throw new EtlException(
                    spec.name(), "the transform answered null; a page without records is an empty list of TargetData");
        }
        requireNoNull(
                data, spec.name(), "table ", " of the transform's answer is null. Leave out tables without records");
        return data.stream()
                .map(table -> checked(spec.name(), "the transform's answer", table))
                .toList();
    }

    /** Nobody has checked what is in the list of a source or a transform. */
    @SuppressWarnings("NullAway") // users' code may answer null whatever the types say
    private static TargetData checked(String pipeline, String where, Object table) {
        if (!(table instanceof TargetData data)) {
            throw new EtlException(
                    pipeline,
                    "all of " + where + " must be TargetData, and there is a "
                            + table.getClass().getName() + " in it. Put records into the TargetData of their table");
        }
        if (data.table() == null || data.records() == null) {
            throw new EtlException(
                    pipeline,
                    where + " has TargetData without "
                            + (data.table() == null ? "a table" : "records for the table " + data.table())
                            + ". Give a table without records an empty list, or leave it out");
        }
        return data;
    }

    /** Nobody has checked that the transform takes rows of the class that the source gives. */
    @SuppressWarnings("unchecked")
    private static <R> @Nullable List<?> transformed(String pipeline, Transform<R> transform, List<?> rows)
            throws Exception {
        try {
            return transform.transform((List<R>) rows);
        } catch (ClassCastException e) {
            Set<String> classes =
                    rows.stream().map(row -> row.getClass().getName()).collect(Collectors.toCollection(TreeSet::new));
            throw new EtlException(
                    pipeline,
                    "the transform takes a row, or a value in one, for another class than it is: " + e.getMessage()
                            + ". The source's rows are of " + String.join(", ", classes)
                            + ". Let the transform take a List of what the source gives",
                    e);
        }
    }

    private static void requireNoRowIsNull(String pipeline, List<?> rows) {
        requireNoNull(rows, pipeline, "row ", " of the page is null. Leave out what is no row");
    }

    private static boolean areMadeWhenAskedFor(List<?> rows) {
        return rows instanceof Rows || rows instanceof TextRows || rows instanceof BinaryRows;
    }

    private static void requireNoNull(List<?> elements, String pipeline, String what, String isNull) {
        if (areMadeWhenAskedFor(elements)) {
            return; // none is null
        }
        int number = 0;
        for (Object element : elements) {
            number++;
            if (element == null) {
                throw new EtlException(pipeline, what + number + isNull);
            }
        }
    }

    private static List<TargetData> untransformed(String pipeline, @Nullable String onlyTable, List<?> rows) {
        if (rows.get(0) instanceof TargetData) {
            return rows.stream().map(TargetData.class::cast).toList(); // they were checked
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
