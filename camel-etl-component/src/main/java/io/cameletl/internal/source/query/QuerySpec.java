package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
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
 */
public record QuerySpec(
        String pipeline, String query, List<String> cursorColumns, DataSource dataSource, ValueMode mode, ZoneId zone) {
    /** @throws EtlException when the query is empty or more than one statement, or the cursor columns cannot be used */
    public QuerySpec {
        cursorColumns = List.copyOf(cursorColumns);
        if (cursorColumns.isEmpty()) {
            throw new EtlException(
                    pipeline,
                    "a query source needs cursorColumns: the columns that order its rows and together are unique, as"
                            + " in cursorColumns=updated_at,id");
        }
        if (new HashSet<>(cursorColumns).size() < cursorColumns.size()) {
            throw new EtlException(pipeline, "cursorColumns=" + cursorColumns + " names a column twice. Name it once");
        }
        for (String column : cursorColumns) {
            try {
                Identifier.of(column);
            } catch (IllegalArgumentException e) {
                throw new EtlException(pipeline, "cursorColumns=" + cursorColumns + ": " + e.getMessage(), e);
            }
        }
        QueryText.read(pipeline, query);
    }

    /** How a {@link QuerySource} gives the values of its rows. */
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
