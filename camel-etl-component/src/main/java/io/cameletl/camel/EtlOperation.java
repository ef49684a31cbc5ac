package io.cameletl.camel;

import java.util.Arrays;
import java.util.Locale;

/** What an {@code etl:} endpoint does with an exchange. */
public enum EtlOperation {
    /** Loads pages until the window is drained; the body becomes a {@code RunReport}. */
    run,
    /** Reads the cursor and opens or resumes the window; the body becomes an {@code ExtractRequest}. */
    next,
    /** Loads the body's rows and commits their end cursor with them; the body becomes a {@code PageReport}. */
    load,
    /** The body becomes a {@code PipelineStatus}. */
    status,
    /** Sets the cursor; the body becomes a {@code PipelineStatus}. */
    seek,
    /** Loads skipped pages and rejected records again; the body becomes a {@code RunReport}. */
    replay,
    /** Lets runs do nothing; the body becomes a {@code PipelineStatus}. */
    pause,
    /** Lets runs do something again; the body becomes a {@code PipelineStatus}. */
    resume;

    /** Whether it reads or moves the cursor as pages go, and so needs all that a load needs. */
    public boolean isLoading() {
        return this == run || this == next || this == load || this == replay;
    }

    /**
     * @param value an operation, or the name of one in any case
     * @return the operation
     * @throws IllegalArgumentException that lists the valid ones
     */
    public static EtlOperation of(Object value) {
        if (value instanceof EtlOperation operation) {
            return operation;
        }
        String name = String.valueOf(value).trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown etl operation \"" + value + "\"; valid are " + Arrays.toString(values())));
    }
}
