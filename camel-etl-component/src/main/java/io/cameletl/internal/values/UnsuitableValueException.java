package io.cameletl.internal.values;

import org.jspecify.annotations.Nullable;

/** A value that cannot be written. Whoever knows the record and the column adds them. */
public final class UnsuitableValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public UnsuitableValueException(String reason) {
        this(reason, null);
    }

    public UnsuitableValueException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** @return the rule that the value breaks and what to do */
    public String reason() {
        return reason;
    }

    public static UnsuitableValueException nul() {
        return new UnsuitableValueException(
                "PostgreSQL text cannot hold the character U+0000 (NUL); remove it in the transform");
    }

    public static UnsuitableValueException halfPair() {
        return new UnsuitableValueException(
                "the text holds half of a surrogate pair, which is no character; repair it in the transform");
    }
}
