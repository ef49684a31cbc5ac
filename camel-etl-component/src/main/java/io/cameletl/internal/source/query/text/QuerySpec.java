package io.cameletl.internal.source.query.text;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Timeouts;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What a {@link QuerySource} reads.
 *
 * @param pipeline the pipeline's name, for messages
 * @param query one SELECT, used as it is; it may end with a semicolon or comment
 * @param cursorColumns the columns of the query's result that order its rows and together are unique, as
 *     {@code updated_at, id}. Taken literally: case matters. At least one
 * @param dataSource the source database
 * @param mode how values are given
 * @param zone the zone of a first cursor column of type {@code timestamp} (without time zone) or {@code date}; usually
 *     UTC. In a zone with summer time, the hour that comes twice in autumn has no order: use {@code timestamptz}
 * @param omitColumns the columns of the query's result that its rows do not have; may be cursor columns. Taken literally
 * @param timeouts how long its statements may wait and last
 */
public record QuerySpec(
        String pipeline,
        String query,
        List<String> cursorColumns,
        DataSource dataSource,
        ValueMode mode,
        ZoneId zone,
        List<String> omitColumns,
        Timeouts timeouts) {
    /** All columns of the result are the rows'. */
    public QuerySpec(
            String pipeline,
            String query,
            List<String> cursorColumns,
            DataSource dataSource,
            ValueMode mode,
            ZoneId zone) {
        this(pipeline, query, cursorColumns, dataSource, mode, zone, List.of(), Timeouts.NONE);
    }

    /** @throws EtlException when the query is empty or more than one statement, or the cursor columns cannot be used */
    public QuerySpec {
        cursorColumns = List.copyOf(cursorColumns);
        omitColumns = List.copyOf(omitColumns);
        if (cursorColumns.isEmpty()) {
            throw new EtlException(
                    pipeline,
                    "a query source needs cursorColumns: the columns that order its rows and together are unique, as"
                            + " in cursorColumns=updated_at,id");
        }
        checkNames(pipeline, "cursorColumns", cursorColumns);
        checkNames(pipeline, "omitColumns", omitColumns);
        new QueryReadings(pipeline, query);
    }

    /** @return the cursor that has these values, in the columns' order */
    public KeysetCursor cursor(List<String> values) {
        Map<String, String> cursor = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            cursor.put(cursorColumns.get(i), values.get(i));
        }
        return new KeysetCursor(cursor);
    }

    private static void checkNames(String pipeline, String option, List<String> columns) {
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new EtlException(pipeline, option + "=" + columns + " names a column twice. Name it once");
        }
        for (String column : columns) {
            try {
                Identifier.of(column);
            } catch (IllegalArgumentException e) {
                throw new EtlException(pipeline, option + "=" + columns + ": " + e.getMessage(), e);
            }
        }
    }

    /** How a source gives the values of the query's rows. */
    public enum ValueMode {
        /** The server's own text of every value, booleans as {@link Boolean}: for rows that go straight to the target. */
        TEXT,

        /**
         * Java values, for rows that a transform reads: {@code java.time} types ({@code timestamptz} is an
         * {@link java.time.Instant}), numbers, {@link java.util.UUID}, {@code byte[]}, {@link java.util.List} for arrays;
         * every other type, such as json, enum, interval or range, as the server's text.
         *
         * <p>Infinite times are the greatest and least {@code LocalDate}, {@code LocalDateTime} or, for
         * {@code timestamptz}, {@code OffsetDateTime}, as the PostgreSQL driver has it. A value that Java's type cannot hold
         * stays what it is: numeric {@code NaN} and infinities are {@link Double}, the time {@code 24:00:00} is text.
         */
        TYPED
    }
}
