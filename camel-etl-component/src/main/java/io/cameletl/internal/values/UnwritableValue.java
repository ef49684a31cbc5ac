package io.cameletl.internal.values;

import io.cameletl.internal.outlet.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a value that could not be read from its record, so that the record is found to be bad when it is written, by
 * itself, and can be set aside.
 *
 * @param reason why, and what to do
 * @param cause what it came from; may be null
 */
public record UnwritableValue(String reason, @Nullable Throwable cause) {
    /** PostgreSQL's text cannot hold it: what is set aside in place of a value is never loaded as one. */
    private static final char NUL = 0;

    /** @return the reason for a value that broke what was to write it */
    public static String reason(Throwable failure, String shown) {
        String why = failure instanceof StackOverflowError
                ? "the value is nested too deep, or holds itself"
                : failure instanceof OutOfMemoryError
                        ? "the value is larger than can be written: PostgreSQL takes less than 1 GB, and the JVM's memory must"
                                + " hold the value several times"
                        : "the value cannot be written: " + Outlet.named(failure);
        return why + ". Correct it in the transform (the value is " + shown + ")";
    }

    /** @return the text to keep in place of one that cannot be kept, which no replay can load as a value */
    public static String placeholder(String why) {
        return NUL + "(" + why + ")";
    }

    /** @return the failure to write it */
    public UnsuitableValueException failure() {
        return new UnsuitableValueException(reason, cause);
    }

    @Override
    public String toString() {
        return placeholder("not read");
    }
}
