package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TimestampCursor;
import java.sql.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a page of the rows that a user's endpoint answered: finds the page's end and its cursor, and refuses rows that
 * would be lost or come twice. The endpoint must be asked for one row more than the page holds. Immutable.
 *
 * @param <C> the pipeline's cursor type
 */
public final class EndpointRows<C> {
    private final String pipeline;
    private final List<String> cursorColumns;
    private final boolean ofTime;
    private final ChangeTimes times;
    private final CursorMaker<C> maker;
    private final OmittedColumns omitted;

    /**
     * @param pipeline the pipeline's name, for messages
     * @param cursorColumns for {@link TimestampCursor} its time column and its id column; for another type, the columns
     *     of its components, by name ({@code updated_at} is {@code updatedAt}) or, of records, in their order. A column
     *     that a row lacks is looked for in another case
     * @param cursorType the pipeline's cursor type
     * @param times how change times are read
     * @throws EtlException when the columns cannot make a cursor of the type
     */
    public EndpointRows(String pipeline, List<String> cursorColumns, Class<C> cursorType, ChangeTimes times) {
        this.pipeline = pipeline;
        this.cursorColumns = List.copyOf(cursorColumns);
        this.ofTime = cursorType.equals(TimestampCursor.class);
        this.times = times;
        this.maker = CursorMaker.of(pipeline, this.cursorColumns, cursorType, times);
        this.omitted = new OmittedColumns(pipeline, List.of());
    }

    private EndpointRows(EndpointRows<C> all, OmittedColumns omitted) {
        this.pipeline = all.pipeline;
        this.cursorColumns = all.cursorColumns;
        this.ofTime = all.ofTime;
        this.times = all.times;
        this.maker = all.maker;
        this.omitted = omitted;
    }

    /** @return the same, but the pages' rows do not have these columns, which may be those of the cursor */
    public EndpointRows<C> without(List<String> columns) {
        return new EndpointRows<>(this, new OmittedColumns(pipeline, columns));
    }

    /**
     * @param rows what the endpoint answered: maps by column name; those past {@link ExtractRequest#pageSize()} only tell
     *     that there is a next page
     * @param request what it was asked
     * @return the page; its rows are those given, without the columns that are to be left out
     * @throws EtlException when a row is no map, has a {@link Time}, or has no value in a cursor column; when rows are
     *     not in the order of their times, not after the request's cursor or not before the window's end; when one is of a
     *     day that is not over then; when the page ends between two rows of the same cursor
     */
    public ExtractResponse<C> page(List<?> rows, ExtractRequest<C> request) {
        if (rows.isEmpty()) {
            return ExtractResponse.drained();
        }
        int size = Math.min(rows.size(), request.pageSize());
        boolean hasNext = rows.size() > size;
        List<List<Object>> values = new ArrayList<>(size + 1);
        for (int row = 0; row < size + (hasNext ? 1 : 0); row++) {
            values.add(cursorValues(rows.get(row), row));
        }
        if (ofTime) {
            checkTimes(values, request);
            checkDays(rows.subList(0, values.size()), request);
        }
        if (hasNext && values.get(size - 1).equals(values.get(size))) {
            throw new EtlException(
                    pipeline,
                    rowName(size - 1) + " and the next have the same values " + values.get(size) + " in cursorColumns="
                            + cursorColumns + ", and the page ends between them, so that the second would be lost."
                            + " Name columns of which no two rows have the same values, as a unique id");
        }
        return new ExtractResponse<>(omitted.from(rows.subList(0, size)), maker.make(values.get(size - 1)), hasNext);
    }

    /**
     * @param index of a row of the answer
     * @return its cursor; null when there is no such row
     */
    public @Nullable C cursor(List<?> rows, int index) {
        return index < rows.size() ? maker.make(cursorValues(rows.get(index), index)) : null;
    }

    private List<Object> cursorValues(@Nullable Object row, int index) {
        if (!(row instanceof Map<?, ?> map)) {
            throw new EtlException(
                    pipeline,
                    rowName(index) + " is "
                            + (row == null ? "null" : "a " + row.getClass().getName())
                            + ", not a map from column name to value. Let the endpoint answer a list of maps");
        }
        requireExactTimes(map, index);
        List<Object> values = new ArrayList<>(cursorColumns.size());
        for (int i = 0; i < cursorColumns.size(); i++) {
            values.add(maker.value(i, cell(map, cursorColumns.get(i), index)));
        }
        return values;
    }

    /** A driver's {@code Time} has no microseconds, no offset and no 24:00:00, whatever the column has. */
    private void requireExactTimes(Map<?, ?> row, int index) {
        for (Map.Entry<?, ?> cell : row.entrySet()) {
            if (cell.getValue() instanceof Time) {
                throw new EtlException(
                        pipeline,
                        rowName(index) + " has a java.sql.Time in the column \"" + cell.getKey()
                                + "\", in which drivers leave out fractions of a second and time zones. Read the column"
                                + " as text: CAST(" + cell.getKey() + " AS text), of MySQL CAST(... AS CHAR)");
            }
        }
    }

    private Object cell(Map<?, ?> row, String column, int index) {
        Object value = row.get(column);
        if (value == null && !row.containsKey(column)) {
            Object other = row.keySet().stream()
                    .filter(key -> column.equalsIgnoreCase(String.valueOf(key)))
                    .findFirst()
                    .orElseThrow(() -> new EtlException(
                            pipeline,
                            rowName(index) + " has no cursor column \"" + column + "\", it has " + row.keySet()
                                    + ". Select it, or name another in cursorColumns"));
            value = row.get(other);
        }
        if (value == null) {
            throw new EtlException(
                    pipeline,
                    rowName(index) + " has NULL in the cursor column \"" + column
                            + "\", so that no cursor can pass it. Fill the column, or put coalesce(...) in the query");
        }
        return value;
    }

    private void checkTimes(List<List<Object>> values, ExtractRequest<C> request) {
        TimestampCursor previous = (TimestampCursor) request.after();
        for (int row = 0; row < values.size(); row++) {
            TimestampCursor current = (TimestampCursor) maker.make(values.get(row));
            if (!current.at().isBefore(request.beforeAt())) {
                throw new EtlException(
                        pipeline,
                        rowName(row) + " is of " + current.at() + ", not before the window's end " + request.beforeAt()
                                + ". Let the source answer only rows before CamelEtlBeforeAt");
            }
            if (row == 0 && current.equals(previous)) {
                throw new EtlException(
                        pipeline,
                        rowName(row) + " is the row of the cursor " + previous + " itself. Let the source answer only"
                                + " rows after (CamelEtlAfterAt, CamelEtlAfterId)");
            }
            if (previous != null && current.at().isBefore(previous.at())) {
                throw new EtlException(
                        pipeline,
                        rowName(row) + " is of " + current.at() + ", earlier than "
                                + (row == 0 ? "the cursor " + previous : "the row before it, of " + previous.at())
                                + ". Let the source answer rows after (CamelEtlAfterAt, CamelEtlAfterId), ordered by"
                                + " cursorColumns=" + cursorColumns);
            }
            previous = current;
        }
    }

    /** What changes later on the same day may have a smaller id than the cursor. */
    private void checkDays(List<?> rows, ExtractRequest<C> request) {
        String column = cursorColumns.get(0);
        for (int row = 0; row < rows.size(); row++) {
            Object day = cell((Map<?, ?>) rows.get(row), column, row);
            Instant over = times.endOfDay(day);
            if (over != null && over.isAfter(request.beforeAt())) {
                throw new EtlException(
                        pipeline,
                        rowName(row) + " is of the day " + day + ", which is not over at the window's end "
                                + request.beforeAt() + ": rows of that day may still change, and the cursor would have"
                                + " passed them. Let the source answer only days that are over, as in " + column
                                + " < CAST(:#beforeAt AS date), or name a column with the time of day first in"
                                + " cursorColumns");
            }
        }
    }

    private static String rowName(int index) {
        return "row " + (index + 1) + " of the source's answer";
    }
}
