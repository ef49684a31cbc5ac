package io.cameletl.internal.engine.pass;

/**
 * What one side has of a range or bucket. Two sides with equal sums have equal rows, whatever their order.
 *
 * @param rows how many rows
 * @param hashes the sum of their hashes
 */
public record Sum(long rows, String hashes) {
    /** No row. */
    public static final Sum NONE = new Sum(0, "0");
}
