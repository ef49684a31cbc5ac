package io.cameletl.internal.source.query;

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
